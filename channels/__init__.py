"""Where investors write to us: one folder a channel, each with pure `parse` and `render`."""
