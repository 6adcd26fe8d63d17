// The drawing in the engine's words: lines and bars, limits dashed with their label, series named where they end. Nothing moves.
import { tip } from "./chart_tip.js";

const DASHES = ["solid", [7, 4], [2, 3], [10, 3, 2, 3], [5, 2]];

export function option(shown, size, look, words) {
  const flat = shown.kind === "bar" && !shown.temporal;
  const along = axisOf(shown, look, flat);
  const up = scaleOf(shown, look);
  return {
    animation: false,
    aria: { enabled: true, label: { description: words } },
    textStyle: { fontFamily: look.font, fontSize: look.type, color: look.token("ink-2") },
    color: look.colours,
    grid: { left: 4, top: flat && shown.limits.length ? 28 : 16, bottom: 4, right: roomFor(shown, size, look), containLabel: true },
    tooltip: {
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
    },
    xAxis: flat ? up : along,
    yAxis: flat ? { ...along, inverse: true } : up,
    series: shown.series.map((series, place) => (shown.kind === "bar" ? bars : line)(shown, series, place, look, flat)),
  };
}

function axisOf(shown, look, flat) {
  return {
    type: "category",
    data: shown.labels,
    boundaryGap: shown.kind === "bar",
    axisLine: { lineStyle: { color: look.token("line-ctl") } },
    axisTick: { show: false },
    axisLabel: { color: look.token("ink-2"), fontSize: look.type, hideOverlap: true, ...(flat ? { width: look.type * 9, overflow: "truncate", interval: 0 } : {}) },
  };
}

function scaleOf(shown, look) {
  return {
    type: "value",
    scale: shown.kind === "line",
    min: shown.kind === "bar" ? undefined : ({ min }) => (min >= 0 ? 0 : null),
    max: ({ max }) => (shown.limits.some((limit) => limit.value > max) ? Math.max(...shown.limits.map((limit) => limit.value)) * 1.1 : null),
    axisLabel: { color: look.token("ink-2"), fontSize: look.type, hideOverlap: true },
    splitLine: { lineStyle: { color: look.token("line") } },
    splitNumber: 4,
  };
}

function line(shown, series, place, look) {
  const colour = look.colours[place];
  return {
    name: series.name,
    type: "line",
    data: series.values,
    symbol: "circle",
    symbolSize: 7,
    showSymbol: false,
    lineStyle: { width: 2.5, type: shown.series.length > 3 ? DASHES[place] : "solid" },
    endLabel: { show: shown.series.length > 1, ...named(series, colour, look) },
    labelLayout: { moveOverlap: "shiftY" },
    emphasis: { disabled: true },
    markLine: place ? undefined : limits(shown, look, false),
  };
}

function bars(shown, series, place, look, flat) {
  return {
    name: series.name,
    type: "bar",
    data: series.values,
    barMaxWidth: flat ? 22 : 40,
    barGap: "10%",
    label: { show: flat && shown.series.length === 1, position: "right", formatter: ({ dataIndex }) => series.words[dataIndex], color: look.token("ink"), fontSize: look.type },
    emphasis: { disabled: true },
    markLine: place ? undefined : limits(shown, look, flat),
  };
}

// The last value stands behind the name: a dot of the series' colour, text in ink.
function named(series, colour, look) {
  const last = series.words[series.values.reduce((at, value, n) => (value === null ? at : n), 0)];
  return {
    formatter: `{dot|●} {name|${series.name.replace(/[{}|]/g, " ")}} ${last}`,
    color: look.token("ink"),
    fontSize: look.type,
    rich: { dot: { color: colour, fontSize: look.type }, name: { fontWeight: "bold", color: look.token("ink"), fontSize: look.type } },
  };
}

function limits(shown, look, flat) {
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: look.token("bad"), type: [6, 5], width: 1.5 },
    data: shown.limits.map(({ value, text }) => ({
      [flat ? "xAxis" : "yAxis"]: value,
      label: { formatter: text, color: look.token("bad"), fontSize: look.type, position: flat ? "end" : "insideStartTop" },
    })),
  };
}

function roomFor(shown, size, look) {
  if (shown.kind === "bar") return shown.temporal ? 8 : look.type * 4;
  if (shown.series.length < 2) return 16;
  const wide = (text) => Array.from(text).reduce((sum, sign) => sum + (sign > "\u2e80" ? 1 : 0.58), 0);
  const longest = Math.max(...shown.series.map((series) => wide(series.name) + 7));
  return Math.min(longest * look.type + 12, size.width * 0.42);
}
