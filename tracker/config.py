"""Settings: the one place that reads the environment, and the secret key that the first run makes."""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY_BYTES = 32


class ConfigurationError(Exception):
    """A setting that the application can't start with; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. DEVELOPERS.md lists the variables."""

    data_dir: Path
    database_url: str
    database_owner_url: str
    host: str = "127.0.0.1"
    port: int = 5000
    language: str = "da"
    https: bool = False
    proxy_hops: int = 0
    trusted_hosts: tuple[str, ...] = ()
    secret_key: str = field(default="", repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    threads: int = 4

    @property
    def files_dir(self) -> Path:
        """Where uploaded files are kept, outside everything that is served."""
        return self.data_dir / "files"


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; raises ConfigurationError with the variable's name."""
    variables = os.environ if environment is None else environment
    data_dir = Path(variables.get("DATA_DIR", str(PROJECT_ROOT / "data"))).expanduser().absolute()
    database_url = variables.get("DATABASE_URL") or f"sqlite:///{data_dir / 'puljeoverblik.sqlite3'}"
    if database_url.startswith(("postgres://", "postgresql://")):
        database_url = "postgresql+psycopg://" + database_url.split("://", 1)[1]
    owner_url = variables.get("DATABASE_OWNER_URL") or database_url
    if owner_url.startswith(("postgres://", "postgresql://")):
        owner_url = "postgresql+psycopg://" + owner_url.split("://", 1)[1]
    language = variables.get("DEFAULT_LANGUAGE", "da")
    if language not in {"da", "en"}:
        message = f"DEFAULT_LANGUAGE er '{language}'; den skal være da eller en."
        raise ConfigurationError(message)
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        database_owner_url=owner_url,
        host=variables.get("HOST", "127.0.0.1"),
        port=_whole_number(variables, "PORT", default=5000, highest=65_535),
        language=language,
        https=_switch(variables, "HTTPS"),
        proxy_hops=_whole_number(variables, "PROXY_HOPS", default=0, highest=5),
        trusted_hosts=_listed(variables, "TRUSTED_HOSTS"),
        secret_key=variables.get("SECRET_KEY", ""),
        secret_key_fallbacks=_listed(variables, "SECRET_KEY_FALLBACKS"),
        threads=_whole_number(variables, "THREADS", default=4, highest=64),
    )


def secret_key(settings: Settings) -> str:
    """Give the key that signs cookies; made on first run, readable by its owner alone."""
    if settings.secret_key:
        if len(settings.secret_key) < SECRET_KEY_BYTES:
            message = f"SECRET_KEY er for kort; den skal have mindst {SECRET_KEY_BYTES} tegn."
            raise ConfigurationError(message)
        return settings.secret_key
    make_private_folder(settings.data_dir)
    path = settings.data_dir / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_KEY_BYTES))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{path} kan læses af andre. Kør: chmod 600 {path}"
        raise ConfigurationError(message)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SECRET_KEY_BYTES:
        message = f"{path} er for kort. Slet filen, så laves en ny nøgle ved næste start."
        raise ConfigurationError(message)
    return key


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _whole_number(variables: Mapping[str, str], name: str, *, default: int, highest: int) -> int:
    text = variables.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) <= highest):
        message = f"{name} er '{text}'; den skal være et helt tal fra 0 til {highest}."
        raise ConfigurationError(message)
    return int(text)


def _switch(variables: Mapping[str, str], name: str) -> bool:
    return variables.get(name, "").strip().lower() in {"1", "true", "yes", "ja"}


def _listed(variables: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in variables.get(name, "").split(",") if part.strip())
