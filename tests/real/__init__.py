"""Real files of 22 domains, each loaded by a declaration of its own."""
