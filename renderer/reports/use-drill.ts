import { useState } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import type { GridAction, OpenGridMenu } from '../grid/grid-menu.tsx'
import { navigate } from '../navigation.ts'
import type { DrawnPlace } from './report-chart.tsx'
import { type DrillTarget, denialTarget, drillTargets } from './report-drill.ts'
import type { ReportRow } from './report-rows.ts'
import type { ReportShape } from './report-shape.ts'
import type { ShownReport } from './report-store.ts'
import { rememberNarrowing } from './report-trail.ts'
import { filtersOfRow } from './row-filters.ts'
import { pathOfShape } from './use-report-shape.ts'

interface Drilled {
  readonly report: ShownReport
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly types: readonly DataTypeInfo[]
  readonly findRow: (time: number, series: string) => ReportRow | undefined
  readonly onReveal: (row: ReportRow) => void
}

/** From a row, a bar or a point into the narrower report; the breadcrumb leads back. */
export const useDrill = ({ report, shape, type, types, findRow, onReveal }: Drilled) => {
  const [menu, setMenu] = useState<OpenGridMenu>()
  const { summary } = report

  const targetsOf = (row: ReportRow): readonly DrillTarget[] => {
    const time = Date.parse(String(row.cells[0] ?? ''))
    const place = { filters: filtersOfRow(summary.columns, row), time: Number.isNaN(time) ? undefined : time }
    return drillTargets(shape, place, summary, type, types)
  }
  const go = (target: DrillTarget | undefined) => {
    if (!target) return
    const path = pathOfShape(target.shape)
    rememberNarrowing(pathOfShape(shape), `${type.name} [${type.id}]`, path, target.crumb)
    navigate(path)
  }
  const actions = (targets: readonly DrillTarget[], keys?: string): readonly GridAction[] =>
    targets.map((target, at) => ({
      label: target.label,
      ...(at === 0 && keys ? { keys } : {}),
      onClick: () => go(target),
    }))
  const targetsAt = ({ time, series, isDenials }: DrawnPlace): readonly DrillTarget[] => {
    const denials = denialTarget(shape, time, summary, type, types)
    if (isDenials) return denials ? [denials] : []
    const row = findRow(time, series)
    return row ? targetsOf(row) : []
  }

  return {
    openRow: (row: ReportRow) => go(targetsOf(row)[0]),
    rowActions: (row: ReportRow) => actions(targetsOf(row), 'Enter'),
    openPlace: (place: DrawnPlace) => go(targetsAt(place)[0]),
    openMenu: (place: DrawnPlace, x: number, y: number) => {
      const row = findRow(place.time, place.series)
      const show = row ? [{ label: 'Show in the table', keys: 'Enter', onClick: () => onReveal(row) }] : []
      setMenu({ x, y, actions: [...actions(targetsAt(place)), ...show] })
    },
    menu,
    closeMenu: () => setMenu(undefined),
  }
}
