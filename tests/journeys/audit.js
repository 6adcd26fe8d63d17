// What is wrong with the page for people who hear it, use a keyboard, see little or hold a phone. Returns sentences.
() => {
  const wrong = [];
  // What the charting library draws stands for itself: it has a name, and the table beside it says all.
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter((e) => !e.closest(".chart-live"));
  const folded = (e) => e.closest("details:not([open])") && !e.closest("summary");
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden" && !e.closest(".sr") && !folded(e);
  const named = (e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby");
  const name = (e) => `${e.tagName.toLowerCase()}.${String(e.getAttribute("class") || "").trim().replace(/\s+/g, ".")} "${(e.textContent || "").trim().slice(0, 24)}"`;
  const say = (what, e) => wrong.push(e ? `${what}: ${name(e)}` : what);

  if (all("h1").length !== 1) say(`${all("h1").length} h1`);
  // Pages inside others, for screens on walls and for those who work here have another frame.
  const landmarks = document.querySelector(".strip") ? ["header", "main", "footer", "nav"] : ["main"];
  for (const landmark of landmarks) if (!document.querySelector(landmark)) say(`no ${landmark}`);
  for (const nav of all("nav, aside")) if (!nav.getAttribute("aria-label") && !nav.getAttribute("aria-labelledby")) say("landmark without a name", nav);
  let level = 0;
  for (const h of all("h1, h2, h3, h4")) {
    const at = Number(h.tagName[1]);
    if (at > level + 1 && !h.closest("footer")) say(`h${at} after h${level}`, h);
    level = at;
  }
  if (!/^(zh-CN|en)$/.test(document.documentElement.lang)) say("lang of the root");
  if (document.documentElement.lang === "en") {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // Chinese names inside an English sentence are names; a text that is mostly Chinese is Chinese.
      if ((node.data.match(/[一-鿿]/g) || []).length > node.data.replace(/[^A-Za-z]/g, "").length && !node.parentElement.closest("svg") && node.parentElement.closest("[lang]").lang === "en" && seen(node.parentElement)) say("Chinese without lang", node.parentElement);
    }
  }
  if (!document.title.includes("·")) say("title");
  const ids = all("[id]").map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) say(`id twice: ${id}`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const e of all(`[${attribute}]`)) for (const id of e.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) say(`${attribute} leads nowhere`, e);
  }
  for (const e of all("input:not([type=hidden]), select, textarea")) if (!e.labels.length && !e.getAttribute("aria-label")) say("no label", e);
  for (const e of all("a[href], button, summary")) if (!((e.textContent || "").trim() || e.getAttribute("aria-label"))) say("no name", e);
  for (const e of all("th")) if (!e.getAttribute("scope")) say("th without scope", e);
  for (const e of all("table")) if (!e.caption && !e.closest(".scroll[aria-label], .scroll[aria-labelledby]")) say("table without caption", e);
  for (const e of all("svg")) if (e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("role") === "img" && named(e))) say("drawing without a name", e);
  for (const e of all("img")) if (e.getAttribute("alt") === null) say("img without alt", e);
  for (const e of all("[role=img]")) if (!named(e)) say("role=img without a name", e);
  for (const e of all("ul, ol")) for (const child of e.children) if (child.tagName !== "LI") say("list with something else", child);
  for (const e of all("[style], [onclick], style")) say("style or handler in the markup", e);
  for (const e of all(".scroll, pre")) if (e.tabIndex !== 0) say("scrolls, but not by keyboard", e);

  for (const e of all("a[href], button, summary, select, label.seg, input:not([type=hidden])")) {
    if (!seen(e) || e.type === "file") continue;
    const box = (e.matches("[type=checkbox], [type=radio]") && e.closest("label") || e).getBoundingClientRect();
    const inline = getComputedStyle(e).display === "inline";
    if (!inline && (box.height < 23.9 || box.width < 23.9)) say(`target ${box.width.toFixed(0)}x${box.height.toFixed(0)}`, e);
  }

  const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const f = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return parse(style.backgroundImage.match(/rgba?\([^)]*\)(?!.*rgba?\()/)[0]);
      const colour = parse(style.backgroundColor);
      if (colour.length && (colour.length < 4 || colour[3] > 0.99)) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !seen(e) || e.closest("svg, script")) continue;
    const style = getComputedStyle(e);
    const [low, high] = [light(parse(style.color)), light(ground(e))].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (size < 13) say(`type of ${size}px`, e);
    if (ratio < needed && !told.has(e)) { told.add(e); say(`contrast ${ratio.toFixed(2)}`, e); }
  }
  return wrong;
}
