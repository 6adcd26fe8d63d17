"""Check, standardise and score the data in one pass. Policy items 9, 11, 41.

`plan` compiles a dataset's row rules into one expression; `settle` applies set rules to what is staged; `score` measures quality in the
dimensions of GB/T 36344-2018. Pure of engines: the store runs what is compiled here. `report` puts results into sentences.
"""

from .plan import plan
from .prepare import MissingField
from .report import ProblemRow, headline, sentence, sentences
from .row_test import PlanError
from .score import score
from .settle import Session, settle

__all__ = ["MissingField", "PlanError", "ProblemRow", "Session", "headline", "plan", "score", "sentence", "sentences", "settle"]
