"""Pictures of market facts: facts and words in, PNG out."""
