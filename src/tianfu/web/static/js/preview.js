// One question governs filter, rows, charts, map, files and calls: its links and forms are followed in place. The same address is fetched,
// its [data-swap] parts take the place of ours, and the address bar follows. Any failure falls back to going there. It is a kilobyte and
// a half, so no library is shipped for it.

const parts = () => Array.from(document.querySelectorAll("[data-swap]"));
const here = () => location.pathname + location.search;
const KEPT = "[data-swap] [id]";
let latest = 0;
let shown = here();

export function swapPreview(enhance) {
  if (!parts().length) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-swap] a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.hasAttribute("download")) return;
    if (link.search === location.search && link.hash) return;
    event.preventDefault();
    show(link.href, enhance, true);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-swap] form[method=get]");
    if (!form) return;
    const address = new URL(form.action);
    if (address.pathname !== location.pathname) return;
    event.preventDefault();
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
    if (!parts().every((part) => counterpart(page, part))) throw new Error(String(answer.status));
    const held = document.activeElement && document.activeElement.closest("[data-swap]");
    const was = held && { part: held.closest("[data-swap]").dataset.swap, id: document.activeElement.id };
    swap(page, enhance);
    document.title = page.title;
    if (forward) history.pushState(null, "", answer.redirected ? answer.url : href);
    shown = here();
    settle(was, new URL(href).hash);
  } catch (failed) {
    if (turn === latest) location.assign(href);
  }
}

// What is there on both pages changes; choices between a drawing and its table, and what was opened, stay as they were.
function swap(page, enhance) {
  for (const part of parts()) {
    const next = counterpart(page, part);
    for (const old of part.querySelectorAll(KEPT)) keep(old, next);
    part.replaceWith(next);
    enhance(next);
  }
}

function counterpart(page, part) {
  return page.querySelector(`[data-swap="${part.dataset.swap}"]`);
}

function keep(old, next) {
  const same = old.matches("input[type=radio], details") && next.querySelector(`[id="${old.id}"]`);
  if (same && old.checked) same.checked = true;
  if (same && old.open) same.open = true;
}

// The keyboard stays where it was: on the same control, on what the answer asks for, or at the head of the part.
function settle(was, hash) {
  const part = (was && document.querySelector(`[data-swap="${was.part}"]`)) || document.querySelector("[data-swap]");
  const asked = document.querySelector("[data-swap] [autofocus], [data-swap] [data-focus]");
  const target = asked || (was && was.id && document.getElementById(was.id)) || part.querySelector("h2, h3, input, a") || part;
  if (!target.hasAttribute("tabindex") && !target.matches("a, button, input, select, summary")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  const aim = (hash && document.getElementById(hash.slice(1))) || part;
  const { top, bottom } = aim.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) aim.scrollIntoView();
}
