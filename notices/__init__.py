"""Whatever is sent unasked: so far the reports that were promised, prepared by background jobs."""
