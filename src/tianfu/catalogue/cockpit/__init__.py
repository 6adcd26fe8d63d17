"""The cockpit (item 41): how the province's data stand today, on one screen of 1920 x 1080, every number from its records."""
