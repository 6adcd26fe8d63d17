"""Tourism: visitors of a park as several lists tell them, weather and search index beside them; conflicts are shown, never decided.

Policy items 29 and 30. Steward: the department of culture and tourism. A day on which a list gives several figures has no figure until a
person has looked at it; a day without a figure is a gap and never a zero. The figures of Jiuzhaigou are real and public.
"""
