"""The analysis vocabulary that packs are composed of. Pure functions of tables, no I/O.

`numbers`: rounding as standards ask for it. `series`: hours to days, with how much of the day is behind each mean. `dated`: rows meet the
edition that was in force on their day. `limits`: concentrations to indices and verdicts by dated tables. `conflict`: what several sources
say of the same thing, side by side. `trees`: classifications whose entries name their parents. `small_cells`: counts that are published.
"""
