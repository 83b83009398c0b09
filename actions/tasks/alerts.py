"""Price alerts, and why something was sent, joined with what they need."""

from actions.identify import Identifier
from actions.tasks.alert_lines import AlertLines
from actions.tasks.alert_reading import AlertWords, Reading
from actions.tasks.alert_setting import Quotes, Setting
from actions.tasks.price_alert import PriceAlertTask, Tools
from actions.tasks.task import Task
from actions.tasks.why import WhyTask, WhyWords, telling
from conversations.database import Database
from customers.consents import Consents
from customers.price_alerts import PriceAlerts
from customers.subscriptions import Subscriptions
from customers.told import Told


def alert_tasks(database: Database, identifier: Identifier, quotes: Quotes) -> tuple[Task, ...]:
    """Compared with the quotes of now; why is told out of what has happened."""
    words = AlertWords.load()
    lines = AlertLines(words, lambda ref: next(iter(identifier.known([ref])), None))
    alerts = PriceAlerts(database)
    setting = Setting(alerts, Subscriptions(database), quotes, lines)
    tools = Tools(alerts, Consents(database), identifier, Reading(words), lines, setting)
    return (PriceAlertTask(tools), WhyTask(Told(database, telling()), WhyWords.load(), lines))
