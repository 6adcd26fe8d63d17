"""The judgement of axe-core on a page. The browser itself puts it in, past the policy of the page."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).with_name("vendor") / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
    const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false });
    const why = (node) => (node.any[0] || node.all[0] || node.none[0] || { message: "" }).message;
    return found.violations.map((v) => `${v.id}: ` + v.nodes.slice(0, 3).map((node) => `${node.target} ${why(node)}`).join(" | "));
}"""


def judge(page: Page) -> list[str]:
    """What violates the guidelines, in sentences."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN, TAGS)
    return found
