"""Whatever is sent unasked: promised reports, alerts, campaigns, briefs, and the jobs behind them."""
