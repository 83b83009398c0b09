"""Where quotes and trading days come from: one file a source."""
