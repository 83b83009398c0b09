"""The audit log: what was done at the desk, in a chain that shows when a row was touched."""
