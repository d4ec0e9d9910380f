"""What the command line must know of mkdocs.yml, read without MkDocs: importing it takes longer than a whole check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from yaml_env_tag import construct_env_tag

from generator.messages import LANGUAGES


class Settings(Struct, frozen=True):
    """The content folder, the site's address ("" where it is not known), the language of messages."""

    content: Path
    address: str
    language: str


class _Loader(yaml.CSafeLoader):
    """YAML with `!ENV`, as MkDocs reads it; what other tags stand for (`!!python/name:…`) is not asked."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda *_: None)


def read_settings(config_file: Path) -> Settings | None:
    """The settings in `config_file`; None where only MkDocs can tell them: it inherits, or can't be read."""
    try:
        loaded = yaml.load(config_file.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(loaded, dict) or "INHERIT" in loaded:
        return None
    folder, address = loaded.get("docs_dir", "docs"), loaded.get("site_url")
    if not isinstance(folder, str):
        return None
    root = config_file.resolve().parent
    return Settings(root / folder, f"{address}".rstrip("/") + "/" if address else "", _language(loaded))


def _language(loaded: dict[str, Any]) -> str:
    """The language given to our plugin, else the theme's; English where the site speaks one that messages do not."""
    plugins = loaded.get("plugins")
    listed = plugins if isinstance(plugins, list) else [plugins]
    ours: dict[str, Any] = next(
        (p["plansite"] for p in listed if isinstance(p, dict) and isinstance(p.get("plansite"), dict)), {}
    )
    theme = loaded.get("theme")
    given = ours.get("language") or (theme.get("language") if isinstance(theme, dict) else None) or "vi"
    return given if given in LANGUAGES else "en"
