"""What the assistant knows beside market facts: articles, their versions, how they are found."""
