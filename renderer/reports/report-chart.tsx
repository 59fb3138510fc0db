import { ActionIcon, Button, NativeSelect, SegmentedControl, Text, Tooltip } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { ChartLegend } from '../chart/chart-legend.tsx'
import { chartLook } from '../chart/chart-look.ts'
import { type ChartSubject, isRanking, type SeriesPoint } from '../chart/chart-series.ts'
import { ChartTable } from '../chart/chart-table.tsx'
import { TimeChart } from '../chart/time-chart.tsx'
import { useScheme } from '../design/theme.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { Coverage } from './coverage.tsx'
import { shortUnit, shownDecimals } from './report-columns.ts'
import { canStack, drawnChart, levelMeasure } from './report-defaults.ts'
import classes from './report-page.module.css'
import { periodOfSpan } from './report-period.ts'
import type { ChartKind, ReportShape } from './report-shape.ts'
import type { ShownChart } from './report-store.ts'
import { useReducedMotion } from './use-reduced-motion.ts'

interface ReportChartProps {
  readonly shown: ShownChart | undefined
  readonly error: unknown
  readonly isLoading: boolean
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly coverage: number | undefined
  readonly earlierCoverage: number | undefined
  readonly standOut: ReadonlySet<string>
  readonly onStandOut: (names: ReadonlySet<string>) => void
  readonly onShape: (shape: ReportShape) => void
  readonly onHover: (point: { readonly time: number; readonly series: string } | undefined) => void
  readonly onPick: (point: { readonly time: number; readonly series: string }) => void
  readonly onOpen: (place: DrawnPlace) => void
  readonly onMenu: (place: DrawnPlace, x: number, y: number) => void
}

/** A point of the picture in words of the report. */
export interface DrawnPlace {
  readonly time: number
  readonly series: string
  readonly isDenials: boolean
}

/** The picture above the table: which measure, drawn how, and the way to read it as a table. */
export const ReportChart = (props: ReportChartProps) => {
  const { shown, shape, type, onShape } = props
  const scheme = useScheme()
  const reducedMotion = useReducedMotion()
  const [asTable, setAsTable] = useState(false)
  const [zoom, setZoom] = useState<{ readonly from: number; readonly to: number }>()
  const [resetCount, setResetCount] = useState(0)
  const subject = useMemo(() => shown && subjectOf(shown), [shown])
  const look = useMemo(() => subject && chartLook(subject, scheme, reducedMotion), [subject, scheme, reducedMotion])
  const kind = drawnChart(shape, type)
  const concept = type.measurements.find((it) => it.name === shape.chartMeasure)?.concept
  const levels = levelMeasure(type)
  const kinds: readonly { readonly value: ChartKind; readonly label: string; readonly disabled?: boolean }[] = [
    ...(shape.by === 'total'
      ? [{ value: 'lines' as const, label: 'Ranking' }]
      : [
          { value: 'lines' as const, label: 'Lines' },
          { value: 'stacked' as const, label: 'Stacked', disabled: !canStack(concept) },
        ]),
    ...(levels ? [{ value: 'levels' as const, label: 'Time at level' }] : []),
  ]
  const pointOf = (at: SeriesPoint) => ({
    time: subject?.chart.times[at.index] ?? 0,
    series: subject?.chart.series[at.series]?.name ?? '',
  })
  const showAll = () => {
    setZoom(undefined)
    setResetCount((n) => n + 1)
  }
  const usePeriod = () => {
    if (!zoom) return
    onShape({ ...shape, period: periodOfSpan(zoom.from, zoom.to, shape.by, shown?.summary.zone ?? 'UTC') })
    showAll()
  }

  return (
    <section className={classes.chartPane} aria-label="Chart">
      <div className={classes.chartBar}>
        <NativeSelect
          size="xs"
          aria-label="Measure of the chart"
          data={type.measurements.map((it) => ({ value: it.name, label: labelOf(it.name, it.unit) }))}
          value={kind === 'levels' ? levels : shape.chartMeasure}
          disabled={kind === 'levels'}
          onChange={(event) => onShape({ ...shape, chartMeasure: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Kind of chart"
          data={[...kinds]}
          value={shape.by === 'total' && kind === 'stacked' ? 'lines' : kind}
          onChange={(value) => onShape({ ...shape, chart: value as ChartKind })}
        />
        <Text size="xs" c="dimmed" className={classes.chartSummary} title={shown?.chart.summary}>
          {shown?.chart.summary}
        </Text>
        {zoom && (
          <>
            <Button size="compact-xs" variant="light" onClick={usePeriod}>
              Use as period
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={showAll}>
              Show all
            </Button>
          </>
        )}
        <Coverage coverage={props.coverage} earlier={props.earlierCoverage} />
        <Tooltip label={asTable ? 'Show as a chart' : 'Show as a table'}>
          <ActionIcon
            size={26}
            aria-label={asTable ? 'Show as a chart' : 'Show as a table'}
            disabled={!subject}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <IconChartLine size={16} /> : <IconTable size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.chartBody}>
        {props.error !== undefined ? (
          <ErrorMessage what="The chart could not be drawn" error={props.error} />
        ) : subject && look ? (
          <LoadingShade loading={props.isLoading}>
            {asTable ? (
              <div className={classes.chartTable}>
                <ChartTable subject={subject} />
              </div>
            ) : (
              <div className={isRanking(subject) ? classes.pictureOnly : classes.picture}>
                <TimeChart
                  subject={subject}
                  look={look}
                  standOut={props.standOut}
                  resetCount={resetCount}
                  onHover={(at) => props.onHover(at && pointOf(at))}
                  onPick={(at) => props.onPick(pointOf(at))}
                  onOpen={(at) => props.onOpen({ ...pointOf(at), isDenials: at.isDenials })}
                  onMenu={(at, x, y) => props.onMenu({ ...pointOf(at), isDenials: at.isDenials }, x, y)}
                  onZoom={setZoom}
                />
                {!isRanking(subject) && (
                  <ChartLegend
                    subject={subject}
                    look={look}
                    standOut={props.standOut}
                    onToggle={(name) => props.onStandOut(toggled(props.standOut, name))}
                  />
                )}
              </div>
            )}
          </LoadingShade>
        ) : null}
      </div>
    </section>
  )
}

const labelOf = (name: string, unit: string) => (shortUnit(unit) ? `${name} (${shortUnit(unit)})` : name)

const toggled = (names: ReadonlySet<string>, name: string): ReadonlySet<string> =>
  names.has(name) ? new Set([...names].filter((it) => it !== name)) : new Set([...names, name])

export const subjectOf = ({ chart, kind, measure, summary }: ShownChart): ChartSubject => {
  const column = summary.columns.find((it) => it.name === measure && it.role === 'measurement')
  return {
    chart,
    kind,
    by: summary.request.by,
    zone: summary.zone,
    measure,
    unit: column?.unit ?? 'Number',
    decimals: column ? shownDecimals(column) : 0,
    concept: column?.concept ?? '',
  }
}
