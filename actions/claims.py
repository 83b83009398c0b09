"""Articles that editors have added since the model was trained, reached by the questions they wrote."""

from dataclasses import dataclass, replace

from actions.article.feature import SHOW, Reading
from actions.article.lookup import Lookup
from actions.question import Question, Tracker


@dataclass(frozen=True)
class Claims:
    """Whose question a message is, letter by letter or nearly so."""

    lookup: Lookup
    reading: Reading

    def nearly(self, asked: Question, tracker: Tracker) -> Question | None:
        """The question of another article than that of its intent; for intents that articles answer."""
        return self._of(self.lookup.claimed(asked.text, self.reading.topic(asked.intent)), asked)

    def exactly(self, asked: Question, tracker: Tracker) -> Question | None:
        """The question of an article that only editors know, word for word; for every other intent."""
        own = self.lookup.own(asked.text)
        return self._of(own if own not in self.reading.intents else None, asked)

    def _of(self, id: str | None, asked: Question) -> Question | None:
        if not id:
            return None
        intent = self.reading.intents.get(id, SHOW)
        return replace(asked, intent=intent, details={} if intent != SHOW else {"article": id})
