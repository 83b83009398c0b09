"""Where agents work, and for how long transcripts are kept, as the environment says."""

from desk.chatwoot.credentials import Chatwoot
from tests.unit.gateway.reading_settings import faults, read

CHATWOOT = {
    "DESK": "chatwoot",
    "CHATWOOT_URL": "https://desk.example.com/",
    "CHATWOOT_ACCOUNT_ID": "3",
    "CHATWOOT_INBOX_ID": "17",
    "CHATWOOT_API_TOKEN": "a-token",
    "CHATWOOT_WEBHOOK_SECRET": "a-secret",
}


def test_agents_work_at_our_own_desk_unless_told_otherwise() -> None:
    desk = read().desk
    assert (desk.keep_days, read(KEEP_DAYS="31").desk.keep_days) == (180, 31)
    assert (desk.chatwoot, desk.keep_years, desk.secret_key) == (
        None,
        20,
        "kept-secret-of-this-test-DESK_SECRET_KEY",
    )


def test_a_teams_chatwoot_is_the_desk_when_it_is_asked_for() -> None:
    desk = read(**CHATWOOT).desk
    assert desk.chatwoot == Chatwoot("https://desk.example.com", 3, 17, "a-token", "a-secret")
    assert "a-token" not in repr(desk)
    assert "a-secret" not in repr(desk)
    assert read(**{**CHATWOOT, "DESK": "builtin"}).desk.chatwoot is None


def test_a_chatwoot_that_lacks_something_says_what() -> None:
    lacking = {name: value for name, value in CHATWOOT.items() if name != "CHATWOOT_API_TOKEN"}
    assert faults(**lacking) == ("DESK is chatwoot, but CHATWOOT_API_TOKEN is not set.",)
    assert "CHATWOOT_ACCOUNT_ID" in faults(**{**CHATWOOT, "CHATWOOT_ACCOUNT_ID": "three"})[0]
    assert "from 1 to 100" in faults(DESK_KEEP_YEARS="0")[0]


def test_the_desk_is_handed_to_the_children_as_it_was_read() -> None:
    settings = read(**CHATWOOT)
    assert read(**settings.environment("postgresql:///wenpan")).desk == settings.desk
