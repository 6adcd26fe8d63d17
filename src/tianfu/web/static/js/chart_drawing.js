// Lays the living drawing over the server's, which stays to keep the place, unseen, and is shown again if the window gets a size that
// the living one does not fit. More than five series are small multiples, which the server draws best.
import { read } from "./chart_reading.js";
import { apart, option } from "./chart_option.js";
import { answerToKeys } from "./chart_keys.js";

const SERIES_MOST = 5;

export function draw(engine, place) {
  const figure = place.closest("figure");
  const shown = read(figure, place);
  const size = () => ({ width: Math.floor(place.clientWidth), height: Math.floor(place.clientHeight) });
  let now = size();
  if (!now.width || !now.height || !shown.series.length || shown.series.length > SERIES_MOST) return;
  const words = figure.querySelector("figcaption").textContent.replace(/\s+/g, " ").trim();
  const live = document.createElement("div");
  live.className = "chart-live";
  place.append(live);  // first of all: the engine looks at how it is placed
  const chart = engine.init(live, null, { renderer: "svg", ...now });
  const show = () => {
    const here = look(figure);
    chart.setOption(option(shown, now, here, words), true);
    chart.setOption(apart(chart, shown, here));
  };
  show();
  place.classList.add("alive");
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
    show();
  }).observe(place);
}

// Colours and type are those of the page: the tokens, as they are here and now.
function look(figure) {
  const style = getComputedStyle(figure);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { colours: ["c1", "c2", "c3", "c4", "c5"].map(token), token, font: style.fontFamily, type: Math.round(root * 0.8125) };
}
