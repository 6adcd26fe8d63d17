// Puts the living drawing where the server's was, at the same size, and follows the size of its place.
import { read } from "./chart_reading.js";
import { option } from "./chart_option.js";
import { answerToKeys } from "./chart_keys.js";

export function draw(engine, place) {
  const figure = place.closest("figure");
  const shown = read(figure);
  const drawn = place.firstElementChild;
  const words = drawn.getAttribute("aria-label") || figure.querySelector("figcaption").textContent.trim();
  const size = () => ({ width: Math.floor(place.clientWidth), height: Math.floor(place.clientHeight) });
  const live = document.createElement("div");
  live.className = "chart-live";
  let now = size();
  if (!now.width || !now.height || !shown.series.length) return;
  const chart = engine.init(live, null, { renderer: "svg", ...now });
  chart.setOption(option(shown, now, look(figure), words));
  drawn.replaceWith(live);
  answerToKeys(chart, place, shown, figure.dataset.along + words);
  new ResizeObserver((_, watcher) => {
    if (!place.isConnected) {
      watcher.disconnect();
      chart.dispose();
      return;
    }
    const next = size();
    if (!next.width || !next.height || (next.width === now.width && next.height === now.height)) return;
    now = next;
    chart.resize(now);
    chart.setOption(option(shown, now, look(figure), words), true);
  }).observe(place);
}

// Colours and type are those of the page: the tokens, as they are here and now.
function look(figure) {
  const style = getComputedStyle(figure);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = ["c1", "c2", "c3", "c4", "c5"].map(token);
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { colours, token, font: style.fontFamily, type: Math.round(root * 0.8125) };
}
