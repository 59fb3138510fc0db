import { ActionIcon, Group, SegmentedControl, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconChartBar, IconChevronLeft, IconChevronRight, IconTable } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { SourceDaemon } from '../../core/contract/sources.ts'
import { sizes } from '../design/tokens.ts'
import { count, formatMinute, formatPercent } from '../formats.ts'
import { lengthWords } from './run-words.ts'
import classes from './time-line.module.css'
import {
  coverageOf,
  lifeOf,
  type Stretch,
  stretchAt,
  stretchesOf,
  type TimeLineRow,
  withMissing,
} from './time-line-layout.ts'
import { rowHeight, TimeLinePlot } from './time-line-plot.tsx'
import { TimeLineTable } from './time-line-table.tsx'
import { labelOfWindow, neighbour, type Span, type Zoom, zooms } from './time-window.ts'
import { useTimeWindow } from './use-time-window.ts'

interface TimeLineProps {
  readonly daemons: readonly SourceDaemon[]
  readonly extent: Span
  readonly zone: string
}

const zoomWords: { readonly [K in Zoom]: string } = { all: 'All', year: 'Year', month: 'Month', day: 'Day' }

/** The next closer look that shows less than is shown now. */
const closer = (zoom: Zoom, window: Span): Zoom | undefined => {
  const lengths: readonly (readonly [Zoom, number])[] = [
    ['year', 366],
    ['month', 31],
    ['day', 1.05],
  ]
  const length = (window.to - window.from) / 86_400_000
  return lengths.find(([each, days]) => zooms.indexOf(each) > zooms.indexOf(zoom) && days < length)?.[0]
}

const stretchWords = ({ kind, from, to, hiddenGaps, observed }: Stretch, zone: string): string =>
  [
    kind === 'gap' ? 'not observed' : hiddenGaps > 0 ? `${formatPercent(observed / (to - from))} observed` : 'observed',
    `${formatMinute(from, zone)} – ${formatMinute(to, zone)}`,
    lengthWords(to - from),
    ...(hiddenGaps > 0 ? [`${count(hiddenGaps, 'gap')} too short to be drawn`] : []),
  ].join(' · ')

/** When each vendor daemon was observed: bars for its runs, hatching where nobody looked. Zooms to a year, month or day. */
export const TimeLine = ({ daemons, extent, zone }: TimeLineProps) => {
  const { zoom, window, show } = useTimeWindow(extent, zone)
  const { ref, width } = useElementSize<HTMLDivElement>()
  const [asTable, setAsTable] = useState(false)
  const [pointed, setPointed] = useState<string>()

  const rows = useMemo((): readonly TimeLineRow[] => {
    return daemons.map((daemon) => {
      const runs = withMissing(daemon)
      const life = lifeOf(runs, extent)
      const { observed, asked, gaps, longestGap } = coverageOf(runs, life, window)
      return {
        name: daemon.name,
        stretches: stretchesOf(runs, life, window, width),
        ...(asked > 0 ? { coverage: observed / asked } : {}),
        gaps,
        ...(longestGap ? { longestGap } : {}),
      }
    })
  }, [daemons, extent, window, width])

  const label = labelOfWindow(zoom, window, zone)
  const summary = rows
    .map(({ name, coverage, gaps, longestGap }) =>
      coverage === undefined
        ? `${name}: not in the log`
        : `${name}: ${formatPercent(coverage)}, ${count(gaps, 'gap')}${longestGap ? `, the longest ${lengthWords(longestGap.to - longestGap.from)}` : ''}`,
    )
    .join('; ')
  const before = neighbour(zoom, window, -1, extent, zone)
  const after = neighbour(zoom, window, 1, extent, zone)
  const centre = (Math.max(window.from, extent.from) + Math.min(window.to, extent.to)) / 2
  const go = (to: Span | undefined) => to && show(zoom, to.from)
  const zoomIn = (at: number) => {
    const next = closer(zoom, window)
    if (next) show(next, Math.min(Math.max(at, extent.from), extent.to - 1))
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go(before),
    ArrowRight: () => go(after),
    Home: () => show(zoom, extent.from),
    End: () => show(zoom, extent.to - 1),
    '+': () => zoomIn(centre),
    '=': () => zoomIn(centre),
    Enter: () => zoomIn(centre),
    '-': () => show(zooms[Math.max(0, zooms.indexOf(zoom) - 1)]!, centre),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const onPoint = (x: number, y: number) => {
    const row = rows[Math.floor(y / rowHeight)]
    const stretch = row && stretchAt(row.stretches, x)
    setPointed(row && stretch && `${row.name} · ${stretchWords(stretch, zone)}`)
  }

  return (
    <div>
      <Group justify="space-between" gap={8} mb={8}>
        <Group gap={8}>
          <SegmentedControl
            size="xs"
            aria-label="Zoom of the time line"
            value={zoom}
            onChange={(next) => show(next as Zoom, centre)}
            data={zooms.map((value) => ({ value, label: zoomWords[value] }))}
          />
          <ActionIcon
            aria-label={zoom === 'all' ? 'Earlier' : `Previous ${zoom}`}
            disabled={!before}
            onClick={() => go(before)}
          >
            <IconChevronLeft size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
          </ActionIcon>
          <Text fw={500} className={classes.label} aria-live="polite">
            {label}
          </Text>
          <ActionIcon
            aria-label={zoom === 'all' ? 'Later' : `Next ${zoom}`}
            disabled={!after}
            onClick={() => go(after)}
          >
            <IconChevronRight size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
          </ActionIcon>
        </Group>
        <ActionIcon
          aria-label={asTable ? 'Show as a time line' : 'Show as a table'}
          title={asTable ? 'Show as a time line' : 'Show as a table'}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? (
            <IconChartBar size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
          ) : (
            <IconTable size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
          )}
        </ActionIcon>
      </Group>
      {asTable ? (
        <TimeLineTable daemons={daemons} extent={extent} window={window} zone={zone} label={label} />
      ) : (
        <>
          <TimeLinePlot
            plotRef={ref}
            rows={rows}
            window={window}
            extent={extent}
            zone={zone}
            width={width}
            label={label}
            summary={summary}
            canZoomIn={closer(zoom, window) !== undefined}
            onKeyDown={onKeyDown}
            onPoint={onPoint}
            onLeave={() => setPointed(undefined)}
            onPick={(x) => zoomIn(window.from + (x / width) * (window.to - window.from))}
          />
          <div className={classes.readout}>
            {pointed ?? (
              <>
                <span className={classes.keySwatch} aria-hidden /> not observed
                <span className={classes.hint}>
                  Click to look closer. With the keyboard: + and − zoom, ← and → move.
                </span>
              </>
            )}
          </div>
        </>
      )}
    </div>
  )
}
