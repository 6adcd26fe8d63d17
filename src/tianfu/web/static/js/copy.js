// A button on each block of code, and one beside each permalink. Without the clipboard (plain http) it selects the text instead.

export function copyButtons(part) {
  for (const block of part.querySelectorAll("[data-copy]")) {
    const code = block.querySelector("code");
    block.append(button(block.dataset.copy, block.dataset.copied, () => code.textContent, code));
  }
  for (const link of part.querySelectorAll("a[data-link]")) {
    const made = button(link.dataset.link, link.dataset.copied, () => link.href, null);
    made.className = "link-copy";
    link.after(made);
  }
}

function button(words, done, text, shown) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", async () => {
    if (!(await copied(text(), shown))) return;
    made.textContent = done;
    setTimeout(() => { made.textContent = words; }, 2000);
  });
  return made;
}

async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    return selected(text, shown);
  }
}

function selected(text, shown) {
  const place = shown || document.body.appendChild(Object.assign(document.createElement("span"), { textContent: text }));
  getSelection().selectAllChildren(place);
  const done = document.execCommand("copy");
  if (done) getSelection().removeAllRanges();
  if (!shown) place.remove();
  return done;
}
