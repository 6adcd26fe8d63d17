"""An invented province with known truth, seeded, of any size."""
