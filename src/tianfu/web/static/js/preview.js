// Filtering, sorting and paging of the preview in place: the same address is fetched, its [data-swap] parts take the place of ours,
// and the address bar follows. Any failure falls back to going there. It is a kilobyte, so no library is shipped for it.

const parts = () => Array.from(document.querySelectorAll("[data-swap]"));
const here = () => location.pathname + location.search;
let latest = 0;
let shown = here();

export function swapPreview(enhance) {
  const preview = () => document.getElementById("preview");
  if (!preview() || !preview().dataset.swap) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#preview a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname) return;
    event.preventDefault();
    show(link.href, enhance, true);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#preview form[method=get]");
    if (!form) return;
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    show(address.href, enhance, true);
  });
  addEventListener("popstate", () => {
    if (here() !== shown) show(location.href, enhance, false);
  });
}

async function show(href, enhance, forward) {
  const turn = ++latest;
  parts().forEach((part) => part.setAttribute("aria-busy", "true"));
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return;
    const fresh = page.querySelector("#preview[data-swap]");
    if (!fresh) throw new Error(String(answer.status));
    const held = document.activeElement && document.activeElement.closest("#preview") ? document.activeElement.id : null;
    for (const part of parts()) {
      const next = page.querySelector(`[data-swap="${part.dataset.swap}"]`);
      if (!next) continue;
      part.replaceWith(next);
      enhance(next);
    }
    document.title = page.title;
    if (forward) history.pushState(null, "", answer.redirected ? answer.url : href);
    shown = here();
    settle(held);
  } catch (failed) {
    if (turn === latest) location.assign(href);
  }
}

function settle(held) {
  const preview = document.getElementById("preview");
  const target = (held && document.getElementById(held)) || preview.querySelector("[data-focus]") || preview.querySelector("h2");
  if (!target.hasAttribute("tabindex") && !target.matches("a, button, input, select")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (preview.getBoundingClientRect().top < 0) preview.scrollIntoView();
}
