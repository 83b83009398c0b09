"""How each channel stands, for `/health` and `/metrics`."""

from collections.abc import Iterable, Mapping

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from channels.standing import Quota, quotas
from conversations.database import Database
from conversations.errors import StoreUnavailable
from gateway.channels import OpenChannels
from gateway.platforms import Platforms


class ChannelStates(Collector):
    """What is on, and what came of it in this process; `refresh` counts the quotas anew."""

    def __init__(self, platforms: Platforms, opened: OpenChannels, database: Database) -> None:
        self._switches = platforms.switches()
        self._opened = opened
        self._database = database
        self._quotas: Mapping[str, Quota] = {}

    async def refresh(self) -> None:
        """Count now; where the database does not answer, no quota is shown."""
        if not self._opened.channels:
            return
        try:
            self._quotas = await quotas(self._database)
        except StoreUnavailable:  # the health page says so
            self._quotas = {}

    def report(self) -> dict[str, dict[str, object]]:
        """By channel: whether it is on, when it last sent, and its quota as it was last counted."""
        states: dict[str, dict[str, object]] = {each.channel: {"on": each.on} for each in self._switches}
        for sender in self._opened.senders:
            last = sender.last_sent
            states[sender.name]["last_sent"] = last.isoformat(timespec="seconds") if last else None
        for channel, quota in self._quotas.items():
            states[channel]["quota"] = {"investors": quota.investors, "used_up": quota.used_up}
        return states

    def collect(self) -> Iterable[Metric]:
        on = GaugeMetricFamily("wenpan_channel_on", "1 while a channel has credentials", labels=["channel"])
        for each in self._switches:
            on.add_metric([each.channel], each.on)
        return on, *self._sends(), *self._spare(), self._files()

    def _sends(self) -> tuple[Metric, Metric]:
        sent = GaugeMetricFamily(
            "wenpan_channel_last_sent_timestamp_seconds", "the last send that succeeded", labels=["channel"]
        )
        failed = CounterMetricFamily(
            "wenpan_channel_failures", "sends that were not confirmed, by why", labels=["channel", "kind"]
        )
        for sender in self._opened.senders:
            if sender.last_sent:
                sent.add_metric([sender.name], sender.last_sent.timestamp())
            for kind, count in sender.failures.items():
                failed.add_metric([sender.name, kind], count)
        return sent, failed

    def _spare(self) -> tuple[Metric, Metric]:
        labels = ["channel"]
        investors = GaugeMetricFamily(
            "wenpan_channel_open", "investors whom the platform lets us write to", labels=labels
        )
        used_up = GaugeMetricFamily(
            "wenpan_channel_used_up", "of them, those who have had all they may get", labels=labels
        )
        for channel, quota in self._quotas.items():
            investors.add_metric([channel], quota.investors)
            used_up.add_metric([channel], quota.used_up)
        return investors, used_up

    def _files(self) -> Metric:
        files = CounterMetricFamily(
            "wenpan_attachments", "files of investors: kept, or why not", labels=["channel", "kind"]
        )
        fetching = self._opened.fetching
        for (channel, kind), count in fetching.counts.items() if fetching else ():
            files.add_metric([channel, kind], count)
        return files
