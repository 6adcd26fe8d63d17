// A chart is complete as the server drew it. When it comes near the window it is drawn again, over the first drawing, so that it answers to
// a pointer and to keys. What that takes is fetched only then; whatever fails, the server's drawing is what is seen.

export function watchCharts(part) {
  const figures = part.querySelectorAll("figure[data-chart]");
  if (!figures.length || !("IntersectionObserver" in window) || !("ResizeObserver" in window)) return;
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      bringAlive(target);
    }
  }, { rootMargin: "200px 0px" });
  for (const figure of figures) watcher.observe(figure.querySelector(".chart-draw"));
}

async function bringAlive(place) {
  try {
    const [engine, { draw }] = await Promise.all([import(place.closest("figure").dataset.engine), import("./chart_drawing.js")]);
    draw(engine, place);
  } catch (failed) {
    place.classList.remove("alive");
    for (const live of place.querySelectorAll(".chart-live")) live.remove();
  }
}
