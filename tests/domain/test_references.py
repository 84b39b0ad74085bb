"""References can be read aloud, and neighbours do not look alike."""

from bot.domain.references import DIGITS, LETTERS, make


def test_a_reference_is_always_the_same_and_has_no_signs_that_are_mistaken_for_others():
    reference = make(42)

    assert reference == make(42)
    assert [sign in LETTERS for sign in reference] == [True, False, True, False, False, False]
    assert [sign in DIGITS for sign in reference] == [False, True, False, False, True, True]


def test_neighbouring_numbers_have_references_of_their_own():
    references = {make(number) for number in range(1000)}

    assert len(references) > 990
