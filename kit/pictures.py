"""Pictures as people upload them: told by their content, never by a name or a header that came along."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = {0x01, *range(0xD0, 0xD9)}


class NoPicture(ValueError):
    """The content is not a PNG, JPEG or WebP picture."""


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture with their type and, in pixels, their size."""

    content: bytes
    content_type: str
    width: int
    height: int


def read_picture(content: bytes) -> Picture:
    """`content` with its type and size. Raises NoPicture; an SVG is none, since it may carry script."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            return _picture(content, "image/png", *struct.unpack(">II", content[16:24]))
        if content.startswith(b"\xff\xd8\xff"):
            return _picture(content, "image/jpeg", *_jpeg_size(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _picture(content, "image/webp", *_webp_size(content))
    except (struct.error, IndexError, StopIteration) as error:
        raise NoPicture from error
    raise NoPicture


def _picture(content: bytes, content_type: str, width: int, height: int) -> Picture:
    if not (width and height):
        raise NoPicture
    return Picture(content, content_type, width, height)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the first frame's header."""
    at = next(at for marker, at in _jpeg_segments(content) if marker in _JPEG_FRAMES)
    height, width = struct.unpack(">HH", content[at + 3 : at + 7])
    return width, height


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Each marker with the place of its segment's length."""
    at = 2
    while content[at] == 0xFF:
        marker, at = content[at + 1], at + 2
        if marker == 0xFF:  # a filling byte
            at -= 1
            continue
        yield marker, at
        if marker not in _JPEG_ALONE:
            (length,) = struct.unpack(">H", content[at : at + 2])
            at += length


def _webp_size(content: bytes) -> tuple[int, int]:
    """From the first chunk, which has one of three forms."""
    kind, chunk = content[12:16], content[20:30]
    if kind == b"VP8X" and len(chunk) == 10:
        return int.from_bytes(chunk[4:7], "little") + 1, int.from_bytes(chunk[7:10], "little") + 1
    if kind == b"VP8L" and chunk[0] == 0x2F:
        (bits,) = struct.unpack("<I", chunk[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and chunk[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", chunk[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise NoPicture
