// What the pointer is at: the label, then a line for each series.

export function tip(shown, at) {
  const box = document.createElement("div");
  add(box, "b", shown.labels[at]);
  shown.series.forEach((series, place) => {
    const line = add(box, "p", "");
    add(line, "i", "").className = `s${place + 1}`;
    if (shown.series.length > 1) add(line, "span", series.name);
    add(line, "strong", series.words[at]);
  });
  if (shown.unit) add(box, "small", shown.unit);
  return box;
}

export function sentence(shown, at) {
  const parts = shown.series.map((series) => (shown.series.length > 1 ? `${series.name} ` : "") + series.words[at]);
  return `${shown.labels[at]}: ${parts.join(", ")} ${shown.unit}`.trim();
}

function add(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
