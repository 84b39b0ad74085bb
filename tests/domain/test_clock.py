"""The clocks: the machine's, and one that can be moved and stays moved."""

from datetime import UTC, datetime, timedelta

from bot.domain.clock import MovableClock, system_clock

TOLERANCE = timedelta(seconds=30)


def test_the_system_clock_is_aware_and_in_utc():
    assert system_clock().tzinfo is UTC


def test_a_clock_that_nobody_moved_shows_the_time(tmp_path):
    clock = MovableClock(tmp_path / "offset")

    assert abs(clock() - datetime.now(UTC)) < TOLERANCE


def test_a_moved_clock_stays_moved_for_whoever_reads_the_same_file(tmp_path):
    offset = tmp_path / "offset"
    offset.write_text("864000", encoding="ascii")

    before_the_kill, after_it = MovableClock(offset), MovableClock(offset)

    assert before_the_kill.offset() == before_the_kill.offset() == timedelta(days=10)
    assert abs(after_it() - datetime.now(UTC) - timedelta(days=10)) < TOLERANCE
