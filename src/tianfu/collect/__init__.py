"""Five channels into Arrow batches whose every row names its origin. Policy items 10, 38, 39."""
