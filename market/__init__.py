"""Facts about securities: what exists, what it is called, what it costs."""
