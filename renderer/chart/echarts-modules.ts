import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  BrushComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkAreaComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/** All that our pictures need of ECharts, registered once. */
use([
  LineChart,
  BarChart,
  ScatterChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  DataZoomInsideComponent,
  BrushComponent,
  AriaComponent,
  CanvasRenderer,
])

/** `size`: pixels of a picture that is not in the page, and has no size of its own. */
export const drawIn = (element: HTMLElement, size?: { readonly width: number; readonly height: number }) =>
  init(element, undefined, { renderer: 'canvas', ...size })
export type Drawing = ReturnType<typeof drawIn>
