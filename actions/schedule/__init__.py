"""When reports and dividends come."""
