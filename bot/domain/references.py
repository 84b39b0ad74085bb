"""Short references that a person can read aloud, such as K7Q-42, made from an update's number."""

#: No letters or digits that are mistaken for one another on a phone or by ear.
LETTERS = "ABCDEFGHKLMNPQRTUVXY"
DIGITS = "23456789"


def make(number: int) -> str:
    """Give the reference of a number: three signs, a hyphen and two digits; always the same for one number."""
    mixed = number * 2_654_435_761 % 2**32  # neighbours look different
    first, mixed = LETTERS[mixed % len(LETTERS)], mixed // len(LETTERS)
    second, mixed = DIGITS[mixed % len(DIGITS)], mixed // len(DIGITS)
    third, mixed = LETTERS[mixed % len(LETTERS)], mixed // len(LETTERS)
    fourth, mixed = DIGITS[mixed % len(DIGITS)], mixed // len(DIGITS)
    return f"{first}{second}{third}-{fourth}{DIGITS[mixed % len(DIGITS)]}"
