"""The store keeps every content once, whole, and for its owner alone."""

import hashlib
import stat

import pytest

from bot.files import FileStore


def test_a_file_lies_under_the_hash_of_its_content(tmp_path):
    store = FileStore(tmp_path / "evidence")

    sha256 = store.put(b"minh chung")

    assert sha256 == hashlib.sha256(b"minh chung").hexdigest()
    assert store.read(sha256) == b"minh chung"


def test_nobody_else_on_the_machine_can_read_it(tmp_path):
    store = FileStore(tmp_path / "evidence")

    path = store.path(store.put(b"minh chung"))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once(tmp_path):
    store = FileStore(tmp_path)

    first, second = store.put(b"minh chung"), store.put(b"minh chung")

    assert first == second
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first]


def test_what_a_kill_left_half_written_is_cleared_and_is_no_file(tmp_path):
    store = FileStore(tmp_path)
    kept = store.put(b"minh chung")
    (store.path(kept).parent / "part-1a2b").write_bytes(b"minh")

    assert store.clear_leftovers() == 1

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [kept]


def test_a_file_that_is_not_kept_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        FileStore(tmp_path).read("0" * 64)
