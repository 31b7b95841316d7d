"""What the tests of the settings read off a page."""

import re


def stamp(answer) -> str:
    """The mark that the page carries of what it showed."""
    return re.search(r'name="stamp" value="(\w*)"', answer.content.decode()).group(1)
