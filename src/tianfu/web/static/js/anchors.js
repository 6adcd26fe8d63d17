// The strip of anchors marks the section that is being read.

export function followSections() {
  const links = new Map(Array.from(document.querySelectorAll(".anchors a"), (link) => [link.hash.slice(1), link]));
  if (!links.size || !("IntersectionObserver" in window)) return;
  const seen = new Set();
  let current = links.keys().next().value;
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target.id) : seen.delete(target.id);
    current = Array.from(links.keys()).find((id) => seen.has(id)) || current;
    for (const [id, link] of links) id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }, { rootMargin: "-20% 0px -55% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) watcher.observe(section);
  }
}
