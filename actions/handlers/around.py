"""What stands around another action: it bears its name and decides when it runs."""

from rasa_sdk.interfaces import Action


class Around(Action):
    """`action` is the one within."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        return str(self._action.name())
