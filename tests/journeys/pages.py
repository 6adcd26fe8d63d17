"""Every page that people see: what is asked of all pages (audit, reflow, budgets, an old browser) is asked of these. New pages go here."""

from urllib.parse import quote

PAGES: dict[str, str] = {
    "home": "/",
    "catalogue": "/catalogue",
    "catalogue, found": "/catalogue?q=" + quote("到馆"),
    "catalogue, nothing found": "/catalogue?q=zzzz",
    "entries": "/entries",
    "entry": "/entry/air_quality",
    "dataset": "/dataset/library.visits",
    "dataset, with charts": "/dataset/library.loans",
    "dataset, narrowed": "/dataset/library.visits?visits.gte=600",
    "dataset, wrong question": "/dataset/library.visits?visits.gte=" + quote("许多"),
    "dataset, closed": "/dataset/library.borrowers",
    "dataset, a code list": "/dataset/codes.areas",
    "problems": "/dataset/library.visits/problems",
    "comparison": "/dataset/library.loans/diff",
    "query": "/query?sql=" + quote("SELECT code, visits FROM library.visits"),
    "query, wrong": "/query?sql=SELEC",
    "not found": "/dataset/library.visit",
    "declare": "/declare?from=library.visits",
    "new entry": "/entry/new",
    "edit entry": "/entry/air_quality/edit",
    "review": "/entry/air_quality/review",
    "job": "/jobs/1",
}
BUDGETED = ("home", "catalogue, found", "entry", "dataset", "dataset, with charts")
"""Pages of every kind that the public opens first."""
