import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { createPortal, flushSync } from 'react-dom'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { chartLook } from '../chart/chart-look.ts'
import { chartOptions } from '../chart/chart-options.ts'
import { type ChartSubject, isRanking } from '../chart/chart-series.ts'
import { drawIn } from '../chart/echarts-modules.ts'
import { count, formatLocalIso, formatNumber, formatPercent } from '../formats.ts'
import { type GridColumn, headerText, shownText } from '../grid/grid-column.ts'
import type { GridView } from '../grid/use-grid-copy.ts'
import { subjectOf } from './report-chart.tsx'
import classes from './report-print.module.css'
import type { ReportRow } from './report-rows.ts'
import { type ReportShape, resolutionNames } from './report-shape.ts'
import type { ShownChart, ShownReport } from './report-store.ts'
import type { OpenView } from './use-open-view.ts'

interface ReportPrintProps {
  readonly title: string
  readonly type: DataTypeInfo
  readonly shape: ReportShape
  readonly open: OpenView
  readonly report: ShownReport
  readonly chart: ShownChart | undefined
  /** The table as it is shown: its columns and rows, sorted and filtered. */
  readonly view: () => GridView<ReportRow> | undefined
}

/** Nobody reads more on paper, and the browser needs a page for every forty. */
const mostRows = 2000

/**
 * The report on paper: what it is, the chart and the table in light colours, nothing of the frame. It is made when the
 * browser is about to print, by the button, Ctrl P or its own menu, and is gone afterwards.
 */
export const ReportPrint = (props: ReportPrintProps) => {
  const [shown, setShown] = useState<GridView<ReportRow>>()
  const begin = useEffectEvent(() => {
    const { documentElement: root } = document
    if (root.dataset.printing) return
    root.dataset.printing = root.dataset.mantineColorScheme ?? 'light'
    root.dataset.mantineColorScheme = 'light'
    flushSync(() => setShown(props.view()))
  })
  const end = useEffectEvent(() => {
    const { documentElement: root } = document
    if (!root.dataset.printing) return
    root.dataset.mantineColorScheme = root.dataset.printing
    delete root.dataset.printing
    setShown(undefined)
  })
  useEffect(() => {
    const paper = window.matchMedia('print')
    const turn = () => (paper.matches ? begin() : end())
    const key = (event: KeyboardEvent) => {
      // The desktop window has no menu of its own for it.
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'p') return
      event.preventDefault()
      window.print()
    }
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    window.addEventListener('keydown', key)
    paper.addEventListener('change', turn)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
      window.removeEventListener('keydown', key)
      paper.removeEventListener('change', turn)
      end()
    }
  }, [])
  return shown ? createPortal(<Paper {...props} shown={shown} />, document.body) : null
}

const Paper = ({
  title,
  shape,
  open,
  report,
  chart,
  shown,
}: ReportPrintProps & { readonly shown: GridView<ReportRow> }) => {
  const { summary } = report
  const rows = shown.rows.slice(0, mostRows)
  const left = Math.max(summary.rowCount, shown.rows.length) - rows.length
  return (
    <div className={classes.paper}>
      <h1 className={classes.title}>
        {title}
        {open.view && `: ${open.view.name}${open.isChanged ? ' (changed)' : ''}`}
      </h1>
      <dl className={classes.facts}>
        {factsOf(shape, report).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {summary.notes.map((note) => (
        <p key={note.message} className={classes.note}>
          {note.message}
        </p>
      ))}
      {chart && <Picture subject={subjectOf(chart)} />}
      <Rows columns={shown.columns} rows={rows} />
      {left > 0 && (
        <p className={classes.note}>
          {rows.length === shown.rows.length && !shown.isUntouched
            ? `The filter of the table leaves out ${count(left, 'row')}.`
            : `These are the first ${formatNumber(rows.length)} rows; ${count(left, 'more row')} can be exported.`}
        </p>
      )}
    </div>
  )
}

const factsOf = (shape: ReportShape, { summary }: ShownReport): readonly (readonly [string, string])[] => {
  const minute = (iso: string) => formatLocalIso(iso, 'minute')
  const { from, to, zone, coverage, compared } = summary
  const observed = (ratio: number | undefined) => (ratio === undefined ? '' : `, coverage ${formatPercent(ratio)}`)
  return [
    ...(from && to ? [['Period', `${minute(from)} – ${minute(to)}${observed(coverage)}`] as const] : []),
    ...(compared?.from && compared.to
      ? [['Compared with', `${minute(compared.from)} – ${minute(compared.to)}${observed(compared.coverage)}`] as const]
      : []),
    ['Time zone', zone],
    ['Resolution', resolutionNames[shape.groupBy === null ? 'hour' : shape.by]],
    ['Grouped by', shape.groupBy === null ? 'nothing: hourly records' : shape.groupBy.join(', ') || 'nothing'],
    [
      'Filters',
      shape.where.map(({ name, values }) => `${name} = ${values.join(' or ')}`).join('; ') || 'none: all records count',
    ],
    ['Printed', new Date().toLocaleString('sv-SE').slice(0, 16)],
  ]
}

/** Sharp on paper, and as wide as a landscape page. */
const size = { width: 1040, height: 300 }

const Picture = ({ subject }: { readonly subject: ChartSubject }) => {
  const frame = useRef<HTMLDivElement>(null)
  const look = chartLook(subject, 'light', true)
  const { chart, kind } = subject
  useLayoutEffect(() => {
    const stage = document.createElement('div')
    const drawing = drawIn(stage, size)
    drawing.setOption({ ...chartOptions(subject, chartLook(subject, 'light', true)), animation: false })
    const canvas = drawing.renderToCanvas({ pixelRatio: 2 })
    // ECharts lays its canvases over each other; here one stands in the text.
    canvas.style.position = 'static'
    canvas.style.width = '100%'
    canvas.style.height = 'auto'
    frame.current?.replaceChildren(canvas)
    drawing.dispose()
  }, [subject])
  const hasMarks = kind !== 'levels' && !isRanking(subject)
  return (
    <figure className={classes.picture}>
      <div ref={frame} />
      <figcaption className={classes.legend}>
        <span>{subject.measure}:</span>
        {!isRanking(subject) &&
          chart.series.map(({ name }, at) => (
            <span key={name}>
              <i className={classes.swatch} style={{ backgroundColor: look.seriesColours[at] }} />
              {name}
            </span>
          ))}
        {chart.earlier && kind !== 'levels' && <span>dashed or pale: earlier, {chart.earlier.label}</span>}
        {hasMarks && chart.capacity?.some((it) => it !== null) && <span>dashed line on top: capacity</span>}
        {hasMarks && chart.denials?.some((it) => it > 0) && <span>marks on the axis: denials</span>}
        {hasMarks && chart.unobserved.length > 0 && <span>hatched: not observed</span>}
      </figcaption>
    </figure>
  )
}

interface RowsProps {
  readonly columns: readonly GridColumn<ReportRow>[]
  readonly rows: readonly ReportRow[]
}

const Rows = ({ columns, rows }: RowsProps) => (
  <table className={classes.table}>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.id} scope="col" data-kind={column.kind}>
            {headerText(column)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          {columns.map((column) => (
            <td key={column.id} data-kind={column.kind}>
              {shownText(column, column.value(row))}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
