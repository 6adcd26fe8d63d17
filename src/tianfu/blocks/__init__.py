"""The analysis vocabulary that packs are composed of. Pure functions of tables, no I/O."""
