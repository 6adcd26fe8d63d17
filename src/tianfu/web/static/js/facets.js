// Long facets get a field that narrows their values. Without a script the list is there all the same.

export function filterFacets(part) {
  for (const facet of part.querySelectorAll("[data-filter-values]")) {
    const holder = facet.querySelector("[data-filter-field]");
    const field = holder.querySelector("input");
    holder.hidden = false;
    field.addEventListener("input", () => {
      const wanted = field.value.normalize("NFKC").trim().toLowerCase();
      for (const item of facet.querySelectorAll("li")) {
        item.hidden = !item.textContent.normalize("NFKC").toLowerCase().includes(wanted);
      }
    });
  }
}
