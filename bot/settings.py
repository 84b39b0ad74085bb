"""What the operator sets: environment and .env -> Settings, or one message that names every problem and its cure.

Nothing else reads the environment. A variable that is set in the environment wins over the same one in .env.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en")
#: The province's clock where nothing else is set.
TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

#: What a token of Telegram looks like: the bot's number, a colon, a secret.
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
HIDDEN = "[token]"


class Mode(StrEnum):
    """How updates reach the bot."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Secret:
    """A word that must not be printed; `reveal` gives it to the one call that needs it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Give the word itself."""
        return self._value

    def __str__(self) -> str:
        return HIDDEN if self._value else ""

    def __bool__(self) -> bool:
        return bool(self._value)


class SettingsProblems(Exception):
    """Everything that is wrong with the settings, each with its cure; ``str()`` is the message for the operator."""

    def __init__(self, problems: list[str]) -> None:
        lines = [f"  {number}. {problem}" for number, problem in enumerate(problems, start=1)]
        super().__init__("\n".join(["The settings need attention (environment or .env, see .env.example):", *lines]))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, checked; `.env.example` explains each."""

    token: Secret
    base_url: str
    base_file_url: str
    proxy_url: str
    database_url: str
    data_dir: Path
    mode: Mode
    webhook_url: str
    webhook_host: str
    webhook_port: int
    webhook_secret: Secret
    timezone: ZoneInfo
    language: str
    log_level: str
    practice_clock_file: Path | None

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not be printed, the passwords of the proxy and the database too."""
        passwords = (Secret(urlsplit(url).password or "") for url in (self.proxy_url, self.database_url))
        return self.token, self.webhook_secret, *passwords


def load(environment: Mapping[str, str], *, env_file: Path = ROOT / ".env", needs_token: bool = True) -> Settings:
    """Read and check all settings and make DATA_DIR (readable by its owner only).

    Raises SettingsProblems with every problem at once. Commands that never speak to Telegram need no token.
    """
    values = {**read_env_file(env_file), **environment}
    reading = _Reading({name: value.strip() for name, value in values.items()})
    settings = reading.settings(needs_token=needs_token)
    if not reading.problems:
        reading.make_data_dir(settings.data_dir)
    if reading.problems:
        raise SettingsProblems(reading.problems)
    return settings


def read_env_file(path: Path) -> dict[str, str]:
    """Read NAME=value lines; `#` begins a comment, quotes around a value are taken off, a missing file is empty."""
    values: dict[str, str] = {}
    if not path.is_file():
        return values
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not equals or name.startswith("#"):
            continue
        value = value.strip()
        quoted = re.fullmatch(r"(['\"])(.*)\1(\s+#.*)?", value)
        values[name.strip()] = quoted[2] if quoted else re.sub(r"(^|\s+)#.*$", "", value)
    return values


class _Reading:
    """One reading of the settings, which collects the problems instead of stopping at the first."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def settings(self, *, needs_token: bool) -> Settings:
        data_dir = Path(self._text("DATA_DIR") or "var")
        data_dir = data_dir.expanduser()
        data_dir = data_dir if data_dir.is_absolute() else ROOT / data_dir
        mode = Mode(self._one_of("MODE", (Mode.POLLING, Mode.WEBHOOK)))
        host, port = self._listen()
        clock_file = self._text("PRACTICE_CLOCK_FILE")
        return Settings(
            token=self._token(needed=needs_token),
            base_url=self._url("BOT_BASE_URL", default="https://api.telegram.org/bot"),
            base_file_url=self._url("BOT_BASE_FILE_URL", default="https://api.telegram.org/file/bot"),
            proxy_url=self._url("PROXY_URL", schemes=("http", "https")),
            database_url=self._database_url(data_dir),
            data_dir=data_dir,
            mode=mode,
            webhook_url=self._webhook_url(mode),
            webhook_host=host,
            webhook_port=port,
            webhook_secret=self._webhook_secret(mode),
            timezone=self._timezone(),
            language=self._one_of("DEFAULT_LANGUAGE", LANGUAGES),
            log_level=self._one_of("LOG_LEVEL", LOG_LEVELS, default="INFO", fold=str.upper),
            practice_clock_file=Path(clock_file) if clock_file else None,
        )

    def make_data_dir(self, path: Path) -> None:
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.stat().st_mode & 0o077:  # it was made by somebody else, or as the folder above another one
                path.chmod(0o700)
        except OSError as error:
            self._problem("DATA_DIR", f"{path} cannot be made ({error.strerror})", "name a folder that may be written")
            return
        if not os.access(path, os.W_OK | os.X_OK):
            self._problem("DATA_DIR", f"{path} may not be written", "name a folder that may be")

    def _problem(self, name: str, cause: str, cure: str) -> None:
        self.problems.append(f"{name}: {cause}; {cure}.")

    def _text(self, name: str) -> str:
        return self._values.get(name, "")

    def _one_of(
        self, name: str, choices: tuple[str, ...], *, default: str = "", fold: Callable[[str], str] = str.lower
    ) -> str:
        value = fold(self._text(name)) or default or choices[0]
        if value not in choices:
            self._problem(name, f"“{value}” is not known", f"choose one of {', '.join(choices)}")
            return default or choices[0]
        return value

    def _token(self, *, needed: bool) -> Secret:
        token = self._text("BOT_TOKEN")
        if needed and not token:
            self._problem("BOT_TOKEN", "is missing", "paste the token that @BotFather gave you")
        elif token and not TOKEN.fullmatch(token):
            self._problem(
                "BOT_TOKEN", "does not look like a token", "it reads 123456789:AA…; copy it whole from @BotFather"
            )
        return Secret(token)

    def _url(self, name: str, *, default: str = "", schemes: tuple[str, ...] = ("https", "http")) -> str:
        value = self._text(name) or default
        if value and not _is_url(value, schemes):
            self._problem(name, "is not an address", f"write it whole, beginning with {schemes[0]}://")
        return value

    def _database_url(self, data_dir: Path) -> str:
        url = self._text("DATABASE_URL")
        if not url:
            return f"sqlite:///{data_dir / 'guongsang.sqlite3'}"
        if url.startswith(("postgres:", "postgresql:", "postgresql+")):
            return self._postgresql_url(url)
        if not re.match(r"sqlite:///.", url):
            cure = "write sqlite:///a/path.sqlite3 or postgresql://user:password@host/name, or leave it empty"
            self._problem("DATABASE_URL", "is no database of SQLite or PostgreSQL", cure)
        elif not Path(url.removeprefix("sqlite:///").partition("?")[0]).parent.is_dir():
            self._problem("DATABASE_URL", "its folder is not there", "make the folder, or leave it empty")
        return url

    def _postgresql_url(self, url: str) -> str:
        """Name the driver that is installed, whatever the operator wrote before the colon."""
        scheme, _, rest = url.partition("://")
        try:
            named = urlsplit(f"postgresql://{rest}").path.strip("/")
        except ValueError:
            named = ""
        if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not named:
            cure = "write it like postgresql://user:password@host:5432/name"
            self._problem("DATABASE_URL", "is not an address of PostgreSQL that the bot understands", cure)
        return f"postgresql+psycopg://{rest}"

    def _listen(self) -> tuple[str, int]:
        value = self._text("WEBHOOK_LISTEN") or "127.0.0.1:8080"
        host, _, port = value.rpartition(":")
        if not host or not re.fullmatch(r"\d{1,5}", port) or not 0 < int(port) < 2**16:
            self._problem("WEBHOOK_LISTEN", f"“{value}” is not host:port", "write it like 127.0.0.1:8080")
            return "127.0.0.1", 8080
        return host.strip("[]"), int(port)

    def _webhook_url(self, mode: Mode) -> str:
        url = self._text("WEBHOOK_URL")
        if mode is not Mode.WEBHOOK:
            return url
        if not _is_url(url, ("https",)):
            cure = "write the public https:// address that Telegram shall call"
            self._problem("WEBHOOK_URL", "is missing" if not url else "is not an https address", cure)
        return url

    def _webhook_secret(self, mode: Mode) -> Secret:
        secret = self._text("WEBHOOK_SECRET")
        if mode is Mode.WEBHOOK and not secret:
            self._problem("WEBHOOK_SECRET", "is missing", "invent 32 or more letters and digits")
        elif secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            self._problem("WEBHOOK_SECRET", "has other signs than Telegram allows", "use 1-256 of A-Z a-z 0-9 _ -")
        return Secret(secret)

    def _timezone(self) -> ZoneInfo:
        name = self._text("TIMEZONE") or TIMEZONE.key
        try:
            return ZoneInfo(name)
        except (KeyError, OSError, ValueError):  # unknown, a folder of the time zone files, a path
            self._problem("TIMEZONE", f"“{name}” is not known", f"write a name such as {TIMEZONE.key}")
            return TIMEZONE


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"\s", value)
