"""What is taken over from other projects, one file each."""
