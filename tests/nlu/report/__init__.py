"""The report on understanding: how well the assistant understands whom it has never heard."""
