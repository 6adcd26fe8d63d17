// The drawing in the engine's words: lines and bars, limits dashed with their label, series named where they end. Nothing moves.
import { scale, widthOf } from "./chart_scale.js";
import { tip } from "./chart_tip.js";

const DASHES = ["solid", [7, 4], [2, 3], [10, 3, 2, 3], [5, 2]];
const PLAIN_MOST = 3;
const LABELLED = 480;  // narrower drawings leave the words of limits to the heading, which has them

export function option(shown, size, look, words) {
  const along = axis(shown, size, look);
  const up = scale(shown, look);
  const keyed = shown.kind === "bar" && shown.series.length > 1;
  return {
    animation: false,
    aria: { enabled: true, label: { description: words } },
    textStyle: { fontFamily: look.font, fontSize: look.type, color: look.token("ink-2") },
    color: look.colours,
    grid: { left: 4, top: (keyed ? 30 : 16) + (shown.lying && shown.limits.length && size.width >= LABELLED ? 20 : 0), bottom: 4, right: room(shown, size, look), containLabel: true },
    legend: { show: keyed, top: 0, left: 0, selectedMode: false, icon: "rect", itemWidth: 12, itemHeight: 10, textStyle: { color: look.token("ink"), fontSize: look.type } },
    tooltip: pointer(shown, look),
    xAxis: shown.lying ? { ...up, axisLabel: { show: false }, splitLine: { show: false } } : along,
    yAxis: shown.lying ? { ...along, inverse: true } : up,
    series: shown.series.map((series, place) => ({
      ...(shown.kind === "bar" ? bars : line)(shown, series, place, look),
      markLine: place ? undefined : limits(shown, size, look),
    })),
  };
}

function pointer(shown, look) {
  return {
    trigger: "axis",
    confine: true,
    transitionDuration: 0,
    className: "chart-tip",
    padding: [8, 12],
    backgroundColor: look.token("surface"),
    borderColor: look.token("line-ctl"),
    borderWidth: 1,
    textStyle: { color: look.token("ink"), fontSize: look.type },
    extraCssText: `border-radius: ${look.token("r1")}; box-shadow: ${look.token("shadow-2")}`,
    axisPointer: { type: shown.kind === "bar" ? "shadow" : "line", lineStyle: { color: look.token("line-ctl") } },
    formatter: (points) => tip(shown, points[0].dataIndex),
  };
}

function axis(shown, size, look) {
  const named = { width: size.width * 0.34, overflow: "truncate", interval: 0, color: look.token("ink") };
  return {
    type: "category",
    data: shown.labels,
    boundaryGap: shown.kind === "bar",
    axisLine: { lineStyle: { color: look.token("line-ctl") } },
    axisTick: { show: false },
    axisLabel: { color: look.token("ink-3"), fontSize: look.type, hideOverlap: true, ...(shown.lying ? named : {}) },
  };
}

function line(shown, series, place, look) {
  const lone = (at) => series.values[at] !== null && [at - 1, at + 1].every((next) => series.values[next] == null);
  return {
    name: series.name,
    type: "line",
    data: series.values.map((value, at) => (lone(at) ? { value, symbol: "circle", symbolSize: 5 } : value)),
    symbol: "none",
    showAllSymbol: true,
    lineStyle: { width: 2, type: shown.series.length > PLAIN_MOST ? DASHES[place] : "solid" },
    endLabel: ending(shown, series, look.colours[place], look),
    emphasis: { disabled: true },
  };
}

function bars(shown, series, place, look) {
  const grey = { color: look.token("line-ctl") };
  return {
    name: series.name,
    type: "bar",
    data: series.values.map((value, at) => (at === shown.rest ? { value, itemStyle: grey } : value)),
    barMaxWidth: shown.lying ? 22 : 64,
    barGap: "6%",
    barCategoryGap: "28%",
    label: { show: shown.lying, position: "right", formatter: ({ dataIndex }) => series.words[dataIndex], color: look.token("ink-2"), fontSize: look.type },
    emphasis: { disabled: true },
  };
}

// Where names at the ends of lines would cover each other they are moved apart, once it is known where they lie.
export function apart(chart, shown, look) {
  if (shown.kind !== "line" || shown.series.length < 2) return {};
  const at = shown.series.map((series) => chart.convertToPixel({ yAxisIndex: 0 }, lastOf(series.values)));
  const gap = look.type * 1.35;
  const rising = at.map((_, n) => n).sort((a, b) => at[a] - at[b]);
  const moved = [];
  rising.forEach((n, place) => { moved[n] = place ? Math.max(at[n], moved[rising[place - 1]] + gap) : at[n]; });
  rising.reverse().forEach((n, place) => { moved[n] = Math.min(moved[n], place ? moved[rising[place - 1]] - gap : chart.getHeight() - gap); });
  return { series: at.map((y, n) => ({ endLabel: { offset: [0, moved[n] - y] } })) };
}

const lastOf = (values) => values.reduce((last, value) => (value === null ? last : value), null);

// A dot in the series' colour, its name, its last value: text in ink, since not every colour can be read.
function ending(shown, series, colour, look) {
  const last = series.words[series.values.reduce((at, value, n) => (value === null ? at : n), 0)];
  const name = shown.series.length > 1 ? `${series.name.replace(/[{}|]/g, " ")} ` : "";
  const ink = { color: look.token("ink"), fontSize: look.type, fontWeight: "bold" };
  return { show: true, formatter: `{dot|●} {said|${name}${last}}`, rich: { dot: { color: colour, fontSize: look.type }, said: ink } };
}

function limits(shown, size, look) {
  const color = look.token("bad");
  const label = { show: size.width >= LABELLED, color, fontSize: look.type, position: shown.lying ? "start" : "insideStartTop" };
  const short = (text) => text.split(/[（(]/)[0].trim();
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color, type: [5, 4], width: 1.5 },
    data: shown.limits.map(({ value, text }) => ({ [shown.lying ? "xAxis" : "yAxis"]: value, label: { ...label, formatter: short(text) } })),
  };
}

// Beside the field: what lines end with, what lying bars are worth.
function room(shown, size, look) {
  const most = (texts) => Math.max(...texts.map((text) => widthOf(text, look.type)));
  const said = (series) => Array.from(new Set(series.words));
  if (shown.kind === "bar") return shown.lying ? Math.max(...shown.series.map((series) => most(said(series)))) + 12 : 8;
  const ends = shown.series.map((series) => `${shown.series.length > 1 ? `${series.name} ` : ""}${series.words[series.words.length - 1]}● `);
  return Math.min(most(ends) + 12, size.width * 0.4);
}
