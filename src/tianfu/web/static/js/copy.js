// A button on each block of code. Without the clipboard (plain http) it selects the text instead.

export function copyButtons(part) {
  for (const block of part.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = block.dataset.copy;
    button.addEventListener("click", () => copy(block, button));
    block.append(button);
  }
}

async function copy(block, button) {
  const code = block.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch (refused) {
    getSelection().selectAllChildren(code);
    if (!document.execCommand("copy")) return;
    getSelection().removeAllRanges();
  }
  button.textContent = block.dataset.copied;
  setTimeout(() => { button.textContent = block.dataset.copy; }, 2000);
}
