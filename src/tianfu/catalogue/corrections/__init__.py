"""Problem rows put right: what was mended is kept as a raw file of its own, loaded beside the rows that are there, and accounted for.

Open problems are the problem rows of the loads that make up the present version, less those that were corrected. A corrected record that
fails again is a problem row of its own correction. Old and new values stand in the correction's raw file only (policy items 9 and 41).
"""
