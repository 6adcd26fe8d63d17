// Menus are <details>: here they also close by Escape and by a click elsewhere, and what a heading opens to stands under it.

const PLACES = ["at-0", "at-1", "at-2", "at-3", "at-4", "at-5", "at-6", "at-7"];

export function closeMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(".menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".menu.pop[open]")) place(event.target);
  }, true);
}

// The table may have been scrolled: the sheet goes where its heading is now, in twelfths of the box around both.
function place(menu) {
  const box = menu.closest(".pops").getBoundingClientRect();
  const sheet = menu.querySelector(".sheet");
  const at = menu.getBoundingClientRect().left - box.left;
  const last = box.width - sheet.offsetWidth;
  const step = at >= last ? PLACES.length - 1 : Math.max(0, Math.round((at / box.width) * 12) - 1);
  sheet.classList.remove(...PLACES);
  sheet.classList.add(PLACES[Math.min(step, PLACES.length - 1)]);
}
