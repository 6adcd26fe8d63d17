// From where to where an axis goes, and what its ticks are called: as in the server's drawing.

const FROM_ZERO = 0.6;
const NAMED = { zh: [[1e8, "亿"], [1e4, "万"]], en: [[1e9, "bn"], [1e6, "M"]] };

export function scale(shown, look) {
  const known = shown.series.flatMap((series) => series.values).concat(shown.limits.map((limit) => limit.value)).filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const fromZero = shown.kind === "bar" || low === high || (low >= 0 && low < FROM_ZERO * high) || (high <= 0 && high > FROM_ZERO * low);
  return {
    type: "value",
    min: fromZero && low >= 0 ? 0 : null,
    max: ({ max }) => (high > max ? high * 1.08 : null),
    scale: !fromZero,
    axisLabel: { color: look.token("ink-3"), fontSize: look.type, hideOverlap: true, formatter: named(Math.max(Math.abs(low), Math.abs(high))) },
    splitLine: { lineStyle: { color: look.token("surface-2") } },
    splitNumber: 4,
  };
}

function named(largest) {
  const chinese = document.documentElement.lang.startsWith("zh");
  const [size, word] = NAMED[chinese ? "zh" : "en"].find(([size]) => largest >= size) || [1, ""];
  return (value) => (value === 0 ? "0" : Number((value / size).toPrecision(12)).toLocaleString("en") + word);
}

// How wide a text is drawn, about.
export const widthOf = (text, type) => type * Array.from(text).reduce((sum, sign) => sum + (sign > "\u2e80" ? 1 : 0.58), 0);
