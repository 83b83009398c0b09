"""The names and numbers of a demo's two accounts, which no command and no page makes otherwise."""

DEMO_AGENT = "demo-agent"
DEMO_LEAD = "demo-lead"
DEMO_NUMBERS = "DEMO-"
DEMO_NAMES = frozenset({DEMO_AGENT, DEMO_LEAD})
