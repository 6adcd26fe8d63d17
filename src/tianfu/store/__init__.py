"""Where tables live: Delta tables, the engine, versions, the one gate for reading. Policy items 3, 6, 9."""
