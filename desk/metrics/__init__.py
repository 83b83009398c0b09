"""The figures of service, each with its definition and the conversations behind it."""
