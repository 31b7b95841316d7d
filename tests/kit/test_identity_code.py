"""Finnish identity codes are found in whatever form they are typed; nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.identity_code import CENTURIES, CHECK_CHARACTERS, has_identity_code


def code_of(day: date, sign: str, number: int) -> str:
    """The code of somebody born on `day`; `sign` is one of that day's century."""
    digits = f"{day:%d%m}{day.year % 100:02}", f"{number:03}"
    return f"{digits[0]}{sign}{digits[1]}{CHECK_CHARACTERS[int(''.join(digits)) % 31]}"


def test_the_signs_are_those_of_the_decree():
    assert {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)} == CENTURIES


@pytest.mark.parametrize("sign", CENTURIES)
@given(day=st.dates(date(1800, 1, 1), date(2099, 12, 31)), number=st.integers(2, 999))
def test_every_sign_is_known_and_every_other_check_character_passes(sign, day, number):
    born = day.replace(year=CENTURIES[sign] + day.year % 100, day=min(day.day, 28))
    code = code_of(born, sign, number)
    assert has_identity_code(f"Opiskelija {code.lower()}, ryhmä 3")
    others = [code[:-1] + char for char in CHECK_CHARACTERS if char != code[-1]]
    assert not any(has_identity_code(f"Opiskelija {other}") for other in others)


@pytest.mark.parametrize(
    "text",
    [
        "131052-308T", "131052-308t", "131052–308T", "131052−308T", "131052 -308T", "131052- 308T",
        "(131052-308T)", "hetu:131052-308T.", "１３１０５２-308T",
        "131052-308T\n010100A123D",
    ],
)  # fmt: skip
def test_forms_in_which_people_type_one(text):
    assert has_identity_code(text)


@pytest.mark.parametrize(
    "text",
    [
        # days and times
        "24.11.2026", "24.11.2026 klo 13.30–14.30", "2026-11-24", "241126", "24112026", "011026-021026",
        "1.8.2026-31.7.2027", "ti 24.11. klo 9.00", "20261124T1130Z", "vko 48-50", "010126-150126",
        # phones
        "040 123 4567", "+358 40 123 4567", "+358401234567", "050-1234567", "09-310 1691", "0800-123456",
        # invoices, references, accounts
        "Lasku 202611-0042", "Lasku 260101-001", "viite 1234 5672", "RF18 5390 0754 7034", "RF471234567890",
        "FI21 1234 5600 0007 85", "FI2112345600000785", "FI49 5000 9420 0287 30", "12345-67890", "Tilaus 150626-1234",
        # the house's own numbers
        "1234567-8", "FI12345678", "1.2.246.562.10.12345678901", "luokka A123D", "ryhmä 010124A", "531/2017", "§ 14-16",
        "HTK-311299", "EAN 6408430000012", "versio 3.10.2-1", "192.168.100-199", "00100 Helsinki", "311299-5",
        # nearly codes: no such day, no such sign, letters on, a check character that never is
        "310252-308T", "131352-308T", "131052/308T", "131052G308T", "X131052-308T", "131052-308TA", "131052-308I",
    ],
)  # fmt: skip
def test_what_looks_like_one_and_is_none(text):
    assert not has_identity_code(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_spans_of_days_are_none(first, last):
    assert not has_identity_code(f"{first:%d%m%y}-{last:%d%m%y}")
    assert not has_identity_code(f"{first:%d.%m.%Y}-{last:%d.%m.%Y}")
