"""The opening peak of a broker's day before the whole system, and how fast it can be talked to at all."""
