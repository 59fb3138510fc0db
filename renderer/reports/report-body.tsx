import { Splitter } from '@mantine/core'
import { type Ref, type RefObject, useCallback, useMemo, useState } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { formatNumber } from '../formats.ts'
import { DataGrid, type GridHandle } from '../grid/data-grid.tsx'
import { type GridAction, GridMenu } from '../grid/grid-menu.tsx'
import { ReportChart } from './report-chart.tsx'
import { columnLabel, gridColumns } from './report-columns.ts'
import { drawnChart } from './report-defaults.ts'
import classes from './report-page.module.css'
import { type ReportRow, rowFinder, seriesNameOf } from './report-rows.ts'
import { type ReportShape, setFilter, setMeasures } from './report-shape.ts'
import { mostRows, type ReportState, type ShownReport } from './report-store.ts'
import { filtersOfRow } from './row-filters.ts'
import { useDrill } from './use-drill.ts'
import type { OpenView } from './use-open-view.ts'

interface ReportBodyProps {
  readonly state: ReportState
  readonly report: ShownReport
  readonly types: readonly DataTypeInfo[]
  readonly type: DataTypeInfo
  readonly shape: ReportShape
  readonly onChange: (shape: ReportShape) => void
  readonly grid: RefObject<GridHandle<ReportRow> | null>
  readonly raw: boolean
  /** Height of the chart in percent. */
  readonly split: number
  readonly onSplit: (percent: number) => void
  readonly open: OpenView
}

const nobody: ReadonlySet<string> = new Set()

/** The chart and the table of one answer, and what each shows of the other. */
export const ReportBody = ({
  state,
  report,
  types,
  type,
  shape,
  onChange,
  grid,
  raw,
  split,
  onSplit,
  open,
}: ReportBodyProps) => {
  const { columns } = report.summary
  const [standOut, setStandOut] = useState(nobody)
  const findRow = useMemo(() => rowFinder(columns, report.rows), [columns, report.rows])
  const onMeasure = useCallback(
    (name: string, shown: boolean) =>
      onChange(
        setMeasures(shape, shown ? [...shape.measures, name] : shape.measures.filter((it) => it !== name), type),
      ),
    [onChange, shape, type],
  )
  const gridColumnsOf = useMemo(
    () => gridColumns(report.summary, shape.measures, onMeasure),
    [report.summary, shape.measures, onMeasure],
  )

  const onReveal = (row: ReportRow) => grid.current?.reveal(row.id)
  const drill = useDrill({ report, shape, type, types, findRow, onReveal })
  const actionsOf = (row: ReportRow, columnId: string | undefined): readonly GridAction[] => {
    const column = columns.find((it) => it.role === 'classification' && columnLabel(it) === columnId)
    const own = filtersOfRow(columns, row).find((it) => it.name === column?.name)
    return [
      ...drill.rowActions(row),
      ...(own
        ? [
            {
              label: `Only ${own.name} = ${own.values[0]}`,
              onClick: () => onChange(setFilter(shape, own.name, own.values)),
            },
          ]
        : []),
    ]
  }
  const onSelect = (rows: readonly ReportRow[]) => {
    if (rows.length > 0) state.touch()
    const drawn = new Set(state.chart?.chart.series.map((it) => it.name))
    const names = [...new Set(rows.map((row) => seriesNameOf(columns, row)))].filter((name) => drawn.has(name))
    setStandOut((before) => (names.length === 0 && before.size === 0 ? before : new Set(names)))
  }
  const hasChart = drawnChart(shape, type) !== 'none'
  const isLoading = state.progress !== undefined
  const total = report.summary.rowCount

  const table = (
    <LoadingShade loading={isLoading}>
      <DataGrid
        label={`${type.name}: rows`}
        columns={gridColumnsOf}
        rows={report.rows}
        rowId={rowId}
        layoutName={open.layoutName}
        layoutBase={open.view?.layout}
        onLayout={open.onLayout}
        handle={grid as Ref<GridHandle<ReportRow>>}
        rawCopy={raw}
        onOpen={drill.openRow}
        onSelect={onSelect}
        onTouch={state.touch}
        actionsOf={actionsOf}
        remark={total > mostRows ? `the first of ${formatNumber(total)}: group or filter to see the others` : undefined}
      />
    </LoadingShade>
  )
  if (!hasChart) return <div className={classes.tableOnly}>{table}</div>
  return (
    <Splitter
      orientation="vertical"
      className={classes.split}
      classNames={{ thumb: classes.thumb }}
      handleColor="var(--lictor-border)"
      lineSize={1}
      step={2}
      onResizeEnd={(_, sizes) => onSplit(Number(sizes[0]))}
    >
      <Splitter.Pane defaultSize={split} min={15}>
        <ReportChart
          shown={state.chart}
          error={state.chartError}
          isLoading={isLoading}
          shape={shape}
          type={type}
          coverage={report.summary.coverage}
          earlierCoverage={report.summary.compared?.coverage}
          standOut={standOut}
          onStandOut={setStandOut}
          onShape={onChange}
          onHover={(point) => grid.current?.light(point && findRow(point.time, point.series)?.id)}
          onPick={(point) => {
            const row = findRow(point.time, point.series)
            if (row) onReveal(row)
          }}
          onOpen={drill.openPlace}
          onMenu={drill.openMenu}
        />
        <GridMenu open={drill.menu} onClose={drill.closeMenu} />
      </Splitter.Pane>
      <Splitter.Pane defaultSize={100 - split} min={15}>
        {table}
      </Splitter.Pane>
    </Splitter>
  )
}

const rowId = (row: ReportRow) => row.id
