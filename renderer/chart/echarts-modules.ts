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

export const drawIn = (element: HTMLElement) => init(element, undefined, { renderer: 'canvas' })
export type Drawing = ReturnType<typeof drawIn>
