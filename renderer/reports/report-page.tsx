import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ReportNote } from '../../core/contract/reports.ts'
import { api } from '../api.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { count } from '../formats.ts'
import type { GridHandle } from '../grid/data-grid.tsx'
import { navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { missingMap } from './missing-map.ts'
import { ProgressLine } from './progress-line.tsx'
import { ReportBody } from './report-body.tsx'
import { ReportEmpty } from './report-empty.tsx'
import { type ExportFormat, exportView } from './report-export.ts'
import { ReportNotes } from './report-notes.tsx'
import classes from './report-page.module.css'
import { ReportPrint } from './report-print.tsx'
import type { ReportRow } from './report-rows.ts'
import { createReportStore } from './report-store.ts'
import { ReportToolbar } from './report-toolbar.tsx'
import { trailTo } from './report-trail.ts'
import { asOtherType } from './row-filters.ts'
import { ShapePanel } from './shape-panel.tsx'
import { TypeMissing } from './type-missing.tsx'
import { useOpenView } from './use-open-view.ts'
import { useRemembered } from './use-remembered.ts'
import { pathOfShape, useReportShape } from './use-report-shape.ts'
import { ViewClashDialog } from './view-import.tsx'

const store = createReportStore(api)
const singleRecords: ReportNote = {
  severity: 'info',
  message:
    'These are single records, cut at full hours, for other programs to work on. They are not grouped, drawn or added up here.',
}
const usualSplit = '42'

/** One data type: shaped at the left, drawn above, listed below. */
export const ReportPage = ({ id }: { readonly id: number }) => {
  const state = useStore(store)
  const { types, extent, report } = state
  const type = types?.find((it) => it.id === id)
  const { shape, change } = useReportShape(type)
  const open = useOpenView(type, shape)
  const [panel, setPanel] = useRemembered('report.panel', window.innerWidth < 900 ? 'closed' : 'open')
  const [split, setSplit] = useRemembered('report.split', usualSplit)
  const [layouts, setLayouts] = useState(0)
  const [raw, setRaw] = useState(false)
  const grid = useRef<GridHandle<ReportRow>>(null)

  useEffect(() => store.getState().watch(), [])
  const canAsk = Boolean(extent && type?.hasData)
  useEffect(() => {
    if (shape && type && canAsk) store.getState().show(shape, type)
    else store.getState().leave()
  }, [shape, type, canAsk])

  const missing = useMemo(() => report && missingMap(report.summary.columns, report.rows), [report])
  const name = type ? `${type.name} [${type.id}]` : `Type ${id}`
  const trail = shape && trailTo(pathOfShape(shape))
  useCurrentView({
    crumbs: [
      { label: 'Reports', path: '/reports' },
      ...(trail?.steps ?? []),
      { label: trail?.label ?? name },
      ...(open.view ? [{ label: open.isChanged ? `${open.view.name} (changed)` : open.view.name }] : []),
    ],
    coverage: report?.summary.coverage,
    zone: report?.summary.zone ?? extent?.zone,
  })

  if (state.typesError !== undefined && !types)
    return <ErrorMessage what="The report could not be opened" error={state.typesError} />
  if (types && !type) return <TypeMissing id={id} />
  if (!types || !type || !shape || panel === undefined || split === undefined) return null

  const pickType = (picked: number) => {
    const to = types.find((it) => it.id === picked)
    if (to && to !== type) navigate(pathOfShape(asOtherType(shape, type, to)))
  }
  const view = () => grid.current?.view()
  const exportWhat = () => {
    const shown = view()
    if (!shown || !report) return ''
    const rows = shown.isUntouched ? report.summary.rowCount : shown.rows.length
    return `${count(rows, 'row')}, ${count(shown.columns.length, 'column')}, as shown`
  }
  const exportShown = (format: ExportFormat) => {
    const shown = view()
    if (shown && report) void exportView(report.summary.resultId, shown, format, raw, state.refresh)
  }
  const resetLayout = () => {
    grid.current?.resetLayout()
    setSplit(usualSplit)
    setLayouts((n) => n + 1)
  }
  const isLoading = state.progress !== undefined
  const hasNothing = extent === null || !type.hasData || (report?.summary.rowCount === 0 && !isLoading)
  const hasRows = !hasNothing && (report?.rows.length ?? 0) > 0

  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{name}</h1>
      <ReportToolbar
        shape={shape}
        onChange={change}
        extent={extent ?? undefined}
        shownZone={report?.summary.zone}
        isPanelOpen={panel === 'open'}
        onPanel={(open) => setPanel(open ? 'open' : 'closed')}
        isStale={state.isStale}
        onRefresh={state.refresh}
        hasRows={hasRows}
        exportWhat={exportWhat}
        raw={raw}
        onRaw={setRaw}
        onExport={exportShown}
        onCopy={() => grid.current?.copy()}
        onPrint={() => window.print()}
        onResetLayout={resetLayout}
      />
      <ProgressLine progress={state.progress} />
      <div className={classes.columns}>
        {panel === 'open' && (
          <ShapePanel types={types} type={type} shape={shape} onChange={change} onPickType={pickType} open={open} />
        )}
        <div className={classes.content}>
          {state.error !== undefined && (
            <div className={classes.error}>
              <ErrorMessage what="The report could not be computed" error={state.error} onRetry={state.refresh} />
            </div>
          )}
          {report && (
            <ReportNotes
              notes={[...(type.fields ? [singleRecords] : []), ...report.summary.notes]}
              missing={missing}
              types={types}
              pathTo={(to) => pathOfShape(asOtherType(shape, type, to))}
            />
          )}
          {!report && isLoading && (
            <p className={classes.computing} role="status">
              Computing the report…
            </p>
          )}
          {hasNothing ? (
            <LoadingShade loading={isLoading}>
              <ReportEmpty type={type} shape={shape} isDatabaseEmpty={extent === null} onChange={change} />
            </LoadingShade>
          ) : (
            report && (
              <ReportBody
                key={`${open.layoutName} ${open.reverted} ${layouts}`}
                state={state}
                report={report}
                types={types}
                type={type}
                shape={shape}
                onChange={change}
                grid={grid}
                raw={raw}
                split={Number(split) || Number(usualSplit)}
                onSplit={(percent) => setSplit(String(Math.round(percent)))}
                open={open}
              />
            )
          )}
        </div>
      </div>
      {report && hasRows && (
        <ReportPrint
          title={name}
          type={type}
          shape={shape}
          open={open}
          report={report}
          chart={state.chart}
          view={view}
        />
      )}
      <ViewClashDialog />
    </div>
  )
}
