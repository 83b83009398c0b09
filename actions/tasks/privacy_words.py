"""The table of words with which investors ask about what is kept of them, and are answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class PrivacyWords:
    """The table data/notices/privacy.yml, which says what each part is for."""

    version: str
    granted: Sequence[str]
    withdraw: Sequence[str]
    export: Sequence[str]
    copy: str
    delete: Sequence[str]
    chat: Sequence[str]
    confirm: str
    decline: str
    kinds: Mapping[str, str]
    spoken: Mapping[str, str]
    granted_line: str
    withdrawn_line: str
    join: str
    erased: Mapping[str, str]
    erased_line: str
    erased_none: str
    kept_test: str
    kept_consent: str
    kept_warnings: str
    listed: Mapping[str, str]
    given: Mapping[bool, str]
    wanted: Mapping[bool, str]
    unset: str
    cost: str
    alert_kinds: Mapping[str, str]
    alert_states: Mapping[str, str]
    test_states: Mapping[str, str]
    notice_states: Mapping[str, str]
    languages: Mapping[str, str]
    channels: Mapping[str, str]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "privacy.yml")
