// The language of code that a reader chose once is shown first everywhere.

const KEY = "code-language";

export function rememberLanguage(part) {
  const kept = read();
  for (const choice of part.querySelectorAll("input[data-keep]")) {
    if (choice.dataset.keep === kept) choice.checked = true;
    choice.addEventListener("change", () => keep(choice.dataset.keep));
  }
}

function read() {
  try { return localStorage.getItem(KEY); } catch (blocked) { return null; }
}

function keep(language) {
  try { localStorage.setItem(KEY, language); } catch (blocked) { /* a browser that keeps nothing still shows the code */ }
}
