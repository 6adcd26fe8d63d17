// What a browser with scripts gets on top of complete pages: copy buttons, remembered code language, a preview that changes
// in place, charts that answer. Plain modules for Chromium 86.
import { copyButtons } from "./copy.js";
import { rememberLanguage } from "./segments.js";
import { swapPreview } from "./preview.js";
import { closeMenus } from "./menus.js";
import { followSections } from "./anchors.js";
import { careSwitch } from "./care.js";
import { filterFacets } from "./facets.js";
import { suggest } from "./suggest.js";
import { watchCharts } from "./chart.js";

function enhance(part) {
  copyButtons(part);
  rememberLanguage(part);
  watchCharts(part);
}

enhance(document);
careSwitch();
closeMenus();
filterFacets(document);
suggest(document);
followSections();
swapPreview(enhance);
const trouble = document.querySelector("[data-focus]");
if (trouble) trouble.focus();
