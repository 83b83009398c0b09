"""Answers 换手率是什么意思 with the meaning, and 这个词是什么 with what can be asked."""

from actions.article.feature import Reading, shown
from actions.features import Answer
from actions.question import Question
from actions.term.glossary import Glossary, Term
from actions.utterance import Button, Utterance

TOLD = 2
"""Words that one answer explains."""


class Explaining:
    """What words mean; below them the articles that they belong to."""

    def __init__(self, glossary: Glossary, reading: Reading) -> None:
        self._glossary = glossary
        self._reading = reading

    async def answer(self, question: Question) -> Answer:
        """Never a guess: a word that is not in the list is said to be missing."""
        terms = self._glossary.find(question.text)[:TOLD]
        if not terms:
            return Answer([Utterance("utter_term_unknown")])
        told = [Utterance("utter_term", {"term": term.name, "meaning": term.text}) for term in terms]
        told[-1] = Utterance(told[-1].response, told[-1].values, self._further(terms))
        return Answer(told, topic=terms[0].topic)

    def _further(self, terms: tuple[Term, ...]) -> tuple[Button, ...]:
        """None to what is asked of a share, which nobody has named."""
        day, reading = self._reading.now().date(), self._reading
        articles = {term.topic: reading.shelf.library.get(term.topic, day) for term in terms}
        return tuple(
            Button(article.label, shown(topic, reading.intents))
            for topic, article in articles.items()
            if article
        )
