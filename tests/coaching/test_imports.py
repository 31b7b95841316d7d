"""Imports point up the list of rooms: a room may import those before it; nobody imports the project's own."""

import ast
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
ROOMS = (
    *("kit", "organisation", "notifications", "topics", "coaches", "sessions"),
    *("followup", "coordination", "insights", "quality", "coaching"),
)


def modules():
    for room in ROOMS:
        for path in sorted((BASE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield room, path.relative_to(BASE), ast.parse(path.read_text())


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    # A relative import stays in its room.
    return (
        [node.module.partition(".")[0]] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
    )


def test_imports_point_up():
    wrong = [
        f"{path}:{node.lineno} imports {name}"
        for room, path, tree in modules()
        for node in ast.walk(tree)
        for name in imported(node)
        if name in ROOMS and ROOMS.index(name) > ROOMS.index(room)
    ]
    assert wrong == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{path}:{node.lineno}"
        for _, path, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert hidden == []
