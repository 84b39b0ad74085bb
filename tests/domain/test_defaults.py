"""Settings: every name has a default that says what it counts."""

from bot.domain.defaults import DEFAULTS, UNIT_LABELS, Setting, Unit, default


def test_every_setting_has_a_default_with_a_unit_and_a_meaning():
    assert set(DEFAULTS) == set(Setting)
    assert set(UNIT_LABELS) == set(Unit)
    assert all(one.value > 0 and one.meaning for one in DEFAULTS.values())
    assert default(Setting.UNDO_SECONDS) == 120
