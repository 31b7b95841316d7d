"""Small pictures as bytes, with as much in them as tells their kind and size."""

import struct
import zlib


def png(width: int = 64, height: int = 48) -> bytes:
    """A real one, all of one colour."""
    rows = (b"\x00" + b"\x1b\x5e\x4b" * width) * height
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(width: int = 64, height: int = 48, frame: int = 0xC0) -> bytes:
    """Its head: a comment, filling bytes, tables, then the frame that tells the size."""
    segments = ((0xFE, b"a comment"), (0xDB, bytes(65)), (0xC4, bytes(20)))
    before = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(data) + 2) + data for kind, data in segments)
    size = struct.pack(">HBHHB", 8 + 3, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + before + b"\xff\xff" + bytes([frame]) + size + b"\xff\xd9"


def webp(width: int = 64, height: int = 48, kind: bytes = b"VP8X") -> bytes:
    bodies = {
        b"VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(5),
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
    }
    body = kind + struct.pack("<I", 10) + bodies[kind]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body
