import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import {
  IconCopy,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPrinter,
  IconRefresh,
  IconRestore,
} from '@tabler/icons-react'
import { CompareMenu } from './compare-menu.tsx'
import { ExportMenu } from './export-menu.tsx'
import { PeriodPicker } from './period-picker.tsx'
import type { ExportFormat } from './report-export.ts'
import classes from './report-page.module.css'
import { type ReportShape, resolutionNames, resolutions } from './report-shape.ts'
import { ZonePicker } from './zone-picker.tsx'

interface ReportToolbarProps {
  readonly shape: ReportShape
  readonly onChange: (shape: ReportShape) => void
  readonly extent: { readonly from: string; readonly to: string; readonly zone: string } | undefined
  readonly shownZone: string | undefined
  readonly isPanelOpen: boolean
  readonly onPanel: (open: boolean) => void
  readonly isStale: boolean
  readonly onRefresh: () => void
  readonly hasRows: boolean
  readonly exportWhat: () => string
  readonly raw: boolean
  readonly onRaw: (raw: boolean) => void
  readonly onExport: (format: ExportFormat) => void
  readonly onCopy: () => void
  readonly onPrint: () => void
  readonly onResetLayout: () => void
}

/** When, in which zone, how finely; what to do with the answer at the right. */
export const ReportToolbar = (props: ReportToolbarProps) => {
  const { shape, onChange } = props
  const zone = shape.zone || props.shownZone || props.extent?.zone || 'UTC'
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Report">
      <Tooltip label={props.isPanelOpen ? 'Hide the shape' : 'Show the shape'}>
        <ActionIcon
          size={30}
          aria-label={props.isPanelOpen ? 'Hide the shape' : 'Show the shape'}
          aria-expanded={props.isPanelOpen}
          onClick={() => props.onPanel(!props.isPanelOpen)}
        >
          {props.isPanelOpen ? <IconLayoutSidebarLeftCollapse size={18} /> : <IconLayoutSidebarLeftExpand size={18} />}
        </ActionIcon>
      </Tooltip>
      <PeriodPicker
        period={shape.period}
        extent={props.extent}
        zone={zone}
        onChange={(period) => onChange({ ...shape, period })}
      />
      <ZonePicker
        zone={shape.zone}
        shownZone={props.shownZone ?? props.extent?.zone}
        onChange={(it) => onChange({ ...shape, zone: it })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Resolution"
        disabled={shape.groupBy === null}
        data={resolutions.map((value) => ({ value, label: resolutionNames[value] }))}
        value={shape.groupBy === null ? 'hour' : shape.by}
        onChange={(by) => onChange({ ...shape, by })}
      />
      <CompareMenu
        compare={shape.groupBy === null ? null : shape.compare}
        disabled={shape.groupBy === null}
        onChange={(compare) => onChange({ ...shape, compare })}
      />
      <span className={classes.spacer} />
      <span role="status">
        {props.isStale && (
          <Button size="xs" variant="subtle" leftSection={<IconRefresh size={14} />} onClick={props.onRefresh}>
            New data – refresh
          </Button>
        )}
      </span>
      <ExportMenu
        disabled={!props.hasRows}
        what={props.exportWhat}
        raw={props.raw}
        onRaw={props.onRaw}
        onExport={props.onExport}
      />
      <Tooltip label="Copy the rows with headers">
        <ActionIcon size={30} aria-label="Copy the rows with headers" disabled={!props.hasRows} onClick={props.onCopy}>
          <IconCopy size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Print">
        <ActionIcon size={30} aria-label="Print" disabled={!props.hasRows} onClick={props.onPrint}>
          <IconPrinter size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Reset layout">
        <ActionIcon size={30} aria-label="Reset layout" onClick={props.onResetLayout}>
          <IconRestore size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
