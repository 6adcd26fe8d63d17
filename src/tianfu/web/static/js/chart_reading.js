// What a chart shows stands in its table: that is the one source of its numbers. Whether bars lie, the server's drawing says.

export function read(figure, place) {
  const table = figure.querySelector("table");
  const rows = Array.from(table.tBodies[0].rows);
  const names = Array.from(table.tHead.rows[0].cells, said).slice(1);
  return {
    kind: figure.dataset.chart,
    lying: place.querySelector("rect.d-bar") !== null,
    rest: place.querySelector("rect.d-bar.d-c0") ? rows.length - 1 : -1,
    unit: figure.dataset.unit || "",
    labels: rows.map((row) => said(row.cells[0])),
    series: names.map((name, n) => ({ name, values: rows.map((row) => number(row.cells[n + 1])), words: rows.map((row) => said(row.cells[n + 1])) })),
    limits: Array.from(figure.querySelectorAll("[data-limit]"), (line) => ({ value: Number(line.dataset.limit), text: said(line) })),
  };
}

const said = (element) => element.textContent.trim();

// A gap is written as a dash, and is none of the numbers.
function number(cell) {
  const text = cell.dataset.value || said(cell).replace(/,/g, "");
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}
