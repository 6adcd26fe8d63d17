// What pages need of ECharts; a part that is not named here is not shipped.
import { init, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
export { init };
