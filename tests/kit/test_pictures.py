from contextlib import suppress

import pytest

from kit.pictures import NoPicture, read_picture
from tests.pictures import jpeg, png, webp


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(300, 120), "image/png"),
        (jpeg(300, 120), "image/jpeg"),
        (jpeg(300, 120, frame=0xC2), "image/jpeg"),
        (webp(300, 120), "image/webp"),
        (webp(300, 120, b"VP8L"), "image/webp"),
        (webp(300, 120, b"VP8 "), "image/webp"),
    ],
)
def test_a_picture_is_told_by_its_content(content, kind):
    picture = read_picture(content)

    assert (picture.content_type, picture.width, picture.height) == (kind, 300, 120)
    assert picture.content == content


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>", b"%PDF-1.7"),
        *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP", b"RIFF0000WEBPVP8Q" + bytes(20)),
        *(png(0, 5), jpeg(5, 0), b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xfe\x00\x00"),
    ],
)
def test_anything_else_is_none(content):
    with pytest.raises(NoPicture):
        read_picture(content)


@pytest.mark.parametrize("whole", [png(), jpeg(), webp(), webp(kind=b"VP8 ")])
def test_a_picture_that_was_cut_off_is_none_or_has_the_size_of_the_whole(whole):
    size, found = (read_picture(whole).width, read_picture(whole).height), set()
    for end in range(len(whole)):
        with suppress(NoPicture):
            part = read_picture(whole[:end])
            found.add((part.width, part.height))
    assert found <= {size}


def test_a_jpeg_whose_segments_lead_in_a_circle_ends():
    with pytest.raises(NoPicture):
        read_picture(b"\xff\xd8" + b"\xff\xe0\x00\x00" * 3 + b"\xff")
