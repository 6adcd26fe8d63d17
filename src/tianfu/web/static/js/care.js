// The switch to larger type. The server reads the cookie, so that the next page comes in the chosen size.

export function careSwitch() {
  const item = document.querySelector("[data-care]");
  if (!item) return;
  const button = item.querySelector("button");
  item.hidden = false;
  button.addEventListener("click", () => {
    const larger = document.documentElement.classList.toggle("care");
    button.setAttribute("aria-pressed", String(larger));
    document.cookie = `care=${larger ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
  });
}
