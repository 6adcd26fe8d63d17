// A reader without a pointer walks along the axis: arrows by one, pages by ten, to the ends by Home and End. What is there is said.
import { sentence } from "./chart_tip.js";

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };

export function answerToKeys(chart, place, shown, name) {
  const last = shown.labels.length - 1;
  let at = last;
  const set = (attribute, value) => place.setAttribute(attribute, String(value));
  const stand = () => { set("aria-valuenow", at + 1); set("aria-valuetext", sentence(shown, at)); };
  set("tabindex", 0); set("role", "slider"); set("aria-label", name);
  set("aria-valuemin", 1); set("aria-valuemax", last + 1);
  stand();
  place.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return chart.dispatchAction({ type: "hideTip" });
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    at = Math.min(last, Math.max(0, at + STEPS[event.key]));
    stand();
    chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
  });
  place.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
}
