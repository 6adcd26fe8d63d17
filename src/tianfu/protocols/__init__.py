"""Languages spoken to the outside, one file each."""
