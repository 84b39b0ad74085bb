"""Settings: every problem at once, each with its cure; and secrets that are never printed."""

import logging
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.log import HideToken, set_up_logging
from bot.settings import ROOT, Mode, Secret, Settings, SettingsProblems, load, read_env_file

TOKEN = "123456789:AAF-not_a_real_token_of_any_bot_0"
NO_FILE = Path("there-is-no-such.env")


def load_with(tmp_path: Path, **environment: str) -> Settings:
    return load({"BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path / "data"), **environment}, env_file=NO_FILE)


def problems_with(tmp_path: Path, **environment: str) -> list[str]:
    with pytest.raises(SettingsProblems) as refused:
        load_with(tmp_path, **environment)
    return refused.value.problems


def test_a_token_is_enough(tmp_path: Path) -> None:
    settings = load_with(tmp_path)

    assert settings == Settings(
        token=Secret(TOKEN),
        base_url="https://api.telegram.org/bot",
        base_file_url="https://api.telegram.org/file/bot",
        proxy_url="",
        database_url=f"sqlite:///{tmp_path}/data/guongsang.sqlite3",
        data_dir=tmp_path / "data",
        mode=Mode.POLLING,
        webhook_url="",
        webhook_host="127.0.0.1",
        webhook_port=8080,
        webhook_secret=Secret(""),
        timezone=ZoneInfo("Asia/Ho_Chi_Minh"),
        language="vi",
        log_level="INFO",
        practice_clock_file=None,
    )


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    settings = load_with(tmp_path)

    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_relative_data_folder_is_counted_from_the_checkout_wherever_the_command_is_called() -> None:
    settings = load({"BOT_TOKEN": TOKEN, "DATA_DIR": "."}, env_file=NO_FILE)

    assert settings.data_dir == ROOT


def test_commands_that_do_not_speak_to_telegram_need_no_token(tmp_path: Path) -> None:
    settings = load({"DATA_DIR": str(tmp_path)}, env_file=NO_FILE, needs_token=False)

    assert not settings.token


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    problems = problems_with(
        tmp_path,
        BOT_TOKEN="",
        BOT_BASE_URL="api.example.net",
        PROXY_URL="socks5://proxy.example:1080",
        DATABASE_URL="mysql://somewhere",
        MODE="webhook",
        WEBHOOK_LISTEN="8443",
        TIMEZONE="Asia/Nowhere",
        DEFAULT_LANGUAGE="fr",
        LOG_LEVEL="loud",
    )

    assert sorted(problem.split(":")[0] for problem in problems) == [
        "BOT_BASE_URL",
        "BOT_TOKEN",
        "DATABASE_URL",
        "DEFAULT_LANGUAGE",
        "LOG_LEVEL",
        "PROXY_URL",
        "TIMEZONE",
        "WEBHOOK_LISTEN",
        "WEBHOOK_SECRET",
        "WEBHOOK_URL",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "123456789 AAF"),
        ("BOT_BASE_URL", "https://[broken/bot"),
        ("BOT_BASE_FILE_URL", "ftp://files.example/"),
        ("DATABASE_URL", "postgresql://bot@db.example"),
        ("DATABASE_URL", "postgresql+asyncpg://bot@db.example/guongsang"),
        ("DATABASE_URL", "sqlite://"),
        ("MODE", "pigeon"),
        ("TIMEZONE", "../etc"),
        ("WEBHOOK_SECRET", "chữ có dấu"),
        ("WEBHOOK_LISTEN", "127.0.0.1:99999"),
    ],
)
def test_a_wrong_value_is_one_problem_of_its_own_variable(tmp_path: Path, name: str, value: str) -> None:
    problems = problems_with(tmp_path, **{name: value})

    assert [problem.split(":")[0] for problem in problems] == [name]


def test_a_wrong_token_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    problems = problems_with(tmp_path, BOT_TOKEN="AAFsecretwithoutnumber")

    assert "AAFsecret" not in "".join(problems)


def test_a_data_folder_that_cannot_be_made_is_a_problem_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    problems = problems_with(tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))

    assert problems == [
        f"DATA_DIR: {tmp_path}/file/data cannot be made (Not a directory); name a folder that may be written."
    ]


def test_a_data_folder_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)

    load_with(tmp_path, DATA_DIR=str(tmp_path / "data"))

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_database_in_a_folder_that_is_not_there_is_a_problem_with_a_cure(tmp_path: Path) -> None:
    problems = problems_with(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/bot.sqlite3")

    assert problems == ["DATABASE_URL: its folder is not there; make the folder, or leave it empty."]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_of_postgresql_may_be_named_in_each_usual_way(tmp_path: Path, scheme: str) -> None:
    settings = load_with(tmp_path, DATABASE_URL=f"{scheme}://bot:mat-khau@db.example/guongsang")

    assert settings.database_url == "postgresql+psycopg://bot:mat-khau@db.example/guongsang"
    assert "mat-khau" in {secret.reveal() for secret in settings.secrets}


def test_the_password_of_the_proxy_is_a_secret_too(tmp_path: Path) -> None:
    settings = load_with(tmp_path, PROXY_URL="http://truong:mat-khau-dai@proxy.example:3128")

    assert "mat-khau-dai" in {secret.reveal() for secret in settings.secrets}


def test_a_webhook_is_set_up_by_an_https_address_and_a_secret(tmp_path: Path) -> None:
    settings = load_with(
        tmp_path,
        MODE="Webhook",
        WEBHOOK_URL="https://bot.example/hook",
        WEBHOOK_SECRET="long-enough_Word1",
        WEBHOOK_LISTEN="[::1]:9000",
    )

    assert (settings.mode, settings.webhook_host, settings.webhook_port) == (Mode.WEBHOOK, "::1", 9000)
    assert settings.webhook_secret.reveal() == "long-enough_Word1"


def test_an_env_file_may_hold_comments_quotes_and_exports(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "\ufeff# a comment\nexport BOT_TOKEN='1:a # b'  # whose\n\nLOG_LEVEL = DEBUG # loud\n"
        "MODE=\nDATA_DIR=#none\nnonsense\n",
        encoding="utf-8",
    )

    assert read_env_file(file) == {"BOT_TOKEN": "1:a # b", "LOG_LEVEL": "DEBUG", "MODE": "", "DATA_DIR": ""}


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"BOT_TOKEN={TOKEN}\nLOG_LEVEL=DEBUG\nDEFAULT_LANGUAGE=en\nDATA_DIR={tmp_path}\n", encoding="utf-8")

    settings = load({"LOG_LEVEL": "error"}, env_file=file)

    assert (settings.log_level, settings.language) == ("ERROR", "en")


def test_the_example_names_every_setting_and_is_itself_right(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    uncommented = tmp_path / ".env"
    uncommented.write_text(
        "\n".join(
            line.removeprefix("#") if line.startswith("#") and line[1:2].isupper() else line
            for line in text.splitlines()
        ),
        encoding="utf-8",
    )

    values = read_env_file(uncommented)
    settings = load({"BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path)}, env_file=uncommented)

    assert settings == load({"BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path)}, env_file=NO_FILE)
    assert sorted(values) == [
        "BOT_BASE_FILE_URL",
        "BOT_BASE_URL",
        "BOT_TOKEN",
        "DATABASE_URL",
        "DATA_DIR",
        "DEFAULT_LANGUAGE",
        "LOG_LEVEL",
        "MODE",
        "PROXY_URL",
        "TIMEZONE",
        "WEBHOOK_LISTEN",
        "WEBHOOK_SECRET",
        "WEBHOOK_URL",
    ]


def test_settings_can_be_printed_without_the_token(tmp_path: Path) -> None:
    settings = load_with(tmp_path)

    assert TOKEN not in f"{settings!r} {settings} {settings.token} {settings.token!r}"


def test_a_log_record_loses_the_token_in_message_values_and_exception() -> None:
    hide = HideToken([Secret(TOKEN)])
    error = ValueError(f"https://api.example/bot{TOKEN}/getMe failed")
    caught = (ValueError, error, None)
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "%s at %s", (TOKEN, "start"), caught)

    assert hide.filter(record)
    assert "api.example" in logging.Formatter("%(message)s").format(record)
    assert TOKEN.partition(":")[2] not in logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    "text",
    [TOKEN, TOKEN.replace(":", "%3A"), f"/bot{TOKEN}/sendMessage", "987654321:BBH-the_token_of_some_other_bot"],
)
def test_no_form_of_a_token_survives(text: str) -> None:
    cleaned = HideToken([Secret(TOKEN)]).clean(text)

    assert "[token]" in cleaned
    assert not {"not_a_real", "the_token"} & set(cleaned.split("-"))
    assert TOKEN.partition(":")[2] not in cleaned


def test_a_very_short_secret_does_not_make_logs_unreadable() -> None:
    assert HideToken([Secret("a"), Secret("")]).clean("a banana") == "a banana"


@pytest.fixture
def logging_as_before():
    """Put logging and the exception hook back after a test that sets them up."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)


@pytest.mark.usefixtures("logging_as_before")
def test_neither_the_log_nor_the_last_words_of_a_process_hold_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", secrets=[Secret(TOKEN)])

    logging.getLogger("anything").warning("url %s", f"https://x/bot{TOKEN}/getMe")
    sys.excepthook(RuntimeError, RuntimeError(f"died at {TOKEN}"), None)

    said = capsys.readouterr().err
    assert said.count("[token]") == 2
    assert TOKEN not in said
