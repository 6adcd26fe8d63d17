"""What is stale, in which order, when; runs and their records."""
