"""Answers from the knowledge base: articles with their rules and parameters filled in, and guides."""
