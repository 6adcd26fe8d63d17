"""Every page that people see: what is asked of all pages (audit, reflow, budgets, an old browser) is asked of these. New pages go here."""

from urllib.parse import quote

CHART = "/dataset/library.loans/chart?chart.kind=line&chart.x=day&chart.every=day&chart.y=loans&chart.of=sum&chart.split=branch"
PAGES: dict[str, str] = {
    "home": "/",
    "catalogue": "/catalogue",
    "catalogue, found": "/catalogue?q=" + quote("到馆"),
    "catalogue, narrowed": "/catalogue?theme=public_service&open=always",
    "catalogue, nothing found": "/catalogue?q=zzzz",
    "entries": "/entries",
    "entry": "/entry/air_quality",
    "dataset": "/dataset/library.visits",
    "dataset, with charts": "/dataset/library.loans",
    "dataset, narrowed": "/dataset/library.visits?visits.gte=600",
    "dataset, wrong question": "/dataset/library.visits?visits.gte=" + quote("许多"),
    "dataset, closed": "/dataset/library.borrowers",
    "dataset, a code list": "/dataset/codes.areas",
    "chart": CHART,
    "chart, lying bars": "/dataset/library.loans/chart?chart.kind=bar&chart.x=branch&chart.y=loans&chart.of=sum",
    "chart that cannot be": "/dataset/library.loans/chart?chart.x=nothing",
    "chart that is embedded": CHART.replace("/dataset", "/embed/dataset"),
    "table that is embedded": "/embed/dataset/library.loans/table",
    "map": "/dataset/library.visits/map?chart.kind=map&chart.x=area&chart.y=visits",
    "packs": "/packs",
    "pack": "/packs/environment",
    "page of a pack": "/packs/environment/air",
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
    "workbench": "/workbench",
    "search words": "/search/words",
    "cockpit": "/cockpit",
}
BUDGETED = ("home", "catalogue, found", "entry", "dataset", "dataset, with charts", "chart", "page of a pack")
"""Pages of every kind that the public opens first."""
