// The screen asks for itself again: the parts marked data-again take the place of the old ones. What a reader is on keeps its focus;
// a failed attempt leaves what is there, and the time in the corner says how old it is.

const screen = document.querySelector("[data-seconds]");
if (screen) setInterval(renew, Number(screen.dataset.seconds) * 1000);

async function renew() {
  if (document.hidden || document.querySelector("[data-again] :focus")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-again]")) {
      const fresh = page.querySelector(`[data-again="${part.dataset.again}"]`);
      if (fresh) part.replaceWith(fresh);
    }
  } catch (offline) { /* the time on the screen says since when */ }
}
