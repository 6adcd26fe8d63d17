// Suggestions while somebody types, on top of a search form that works by itself.
// The form says so: <form data-suggest data-suggest-count="{n} 条建议" data-suggest-none="没有建议"> around one input[type=search].
// The pattern is the combobox of ARIA 1.2: the input keeps the focus, arrows walk through the list, Escape closes it.

const WAIT = 120;
const LEAST = 1;

export function suggest(part) {
  for (const form of part.querySelectorAll("form[data-suggest]")) enhance(form);
}

function enhance(form) {
  const input = form.querySelector('input[type="search"]');
  if (!input || input.hasAttribute("role")) return;
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `${input.id || "q"}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggest || input.getAttribute("aria-label") || (input.labels[0] || input).textContent);
  said.className = "sr";
  said.setAttribute("role", "status");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  form.append(list, said);
  const state = { form, input, list, said, lines: [], at: -1, asked: "", waiting: 0, typing: null };
  input.addEventListener("input", (event) => { if (!event.isComposing) later(state); });
  input.addEventListener("compositionend", () => later(state));
  input.addEventListener("keydown", (event) => key(state, event));
  input.addEventListener("blur", () => close(state));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(state, state.lines[Number(option.dataset.n)]);
  });
}

function later(state) {
  clearTimeout(state.waiting);
  if (state.typing) state.typing.abort();
  const typed = state.input.value.trim();
  if (typed.length < LEAST) close(state);
  else state.waiting = setTimeout(() => ask(state, typed), WAIT);
}

async function ask(state, typed) {
  state.typing = new AbortController();
  const address = `/suggest?${new URLSearchParams({ q: typed, lang: document.documentElement.lang.slice(0, 2) })}`;
  try {
    const answer = await fetch(address, { signal: state.typing.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    state.lines = await answer.json();
  } catch (error) {
    if (error.name !== "AbortError") close(state);
    return;
  }
  if (document.activeElement === state.input && state.input.value.trim() === typed) show(state, typed);
}

function show(state, typed) {
  state.at = -1;
  state.list.replaceChildren(...state.lines.map((line, n) => option(state, line, n, typed)));
  const open = state.lines.length > 0;
  state.list.hidden = !open;
  state.input.setAttribute("aria-expanded", String(open));
  state.input.removeAttribute("aria-activedescendant");
  const words = open ? state.form.dataset.suggestCount : state.form.dataset.suggestNone;
  state.said.textContent = (words || "{n}").replace("{n}", state.lines.length);
}

function option(state, line, n, typed) {
  const item = document.createElement("li");
  item.id = `${state.list.id}-${n}`;
  item.dataset.n = n;
  item.dataset.kind = line.kind;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const at = line.text.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) item.textContent = line.text;
  else {
    const met = document.createElement("b");
    met.textContent = line.text.slice(at, at + typed.length);
    item.append(line.text.slice(0, at), met, line.text.slice(at + typed.length));
  }
  return item;
}

function key(state, event) {
  if (event.isComposing) return;
  const open = !state.list.hidden;
  const last = state.lines.length - 1;
  if (event.key === "Escape" && open) { event.preventDefault(); close(state); }
  else if (event.key === "ArrowDown" && open) { event.preventDefault(); choose(state, state.at < last ? state.at + 1 : -1); }
  else if (event.key === "ArrowUp" && open) { event.preventDefault(); choose(state, state.at < 0 ? last : state.at - 1); }
  else if (event.key === "ArrowDown") later(state);
  else if (event.key === "Enter" && open && state.at >= 0) { event.preventDefault(); take(state, state.lines[state.at]); }
}

function choose(state, at) {
  state.at = at;
  [...state.list.children].forEach((item, n) => {
    item.setAttribute("aria-selected", String(n === at));
    if (n === at) item.scrollIntoView({ block: "nearest" });
  });
  if (at < 0) state.input.removeAttribute("aria-activedescendant");
  else state.input.setAttribute("aria-activedescendant", state.list.children[at].id);
}

// A word goes through the form, so that its other conditions stay; a title leads to its page.
function take(state, line) {
  close(state);
  if (line.kind !== "word") { location.assign(line.href); return; }
  state.input.value = line.text;
  if (state.form.requestSubmit) state.form.requestSubmit(); else state.form.submit();
}

function close(state) {
  clearTimeout(state.waiting);
  if (state.typing) state.typing.abort();
  state.list.hidden = true;
  state.at = -1;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
  state.said.textContent = "";
}
