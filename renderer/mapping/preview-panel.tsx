import { Button, SegmentedControl, Select, Text } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { MapPreview, MapPreviewRow, MapSummary } from '../../core/contract/mapping.ts'
import { api } from '../api.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { count, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import { PeriodPicker } from '../reports/period-picker.tsx'
import { spanOfPeriod } from '../reports/report-period.ts'
import type { Period } from '../reports/report-shape.ts'
import { useRemembered } from '../reports/use-remembered.ts'
import type { MapKindWords } from './map-kind-words.ts'
import { capital } from './map-kinds.ts'
import { type Move, measuresOf, moveColumns, previewColumns, rowWords, usualMeasure } from './map-preview-columns.ts'
import { createMapPreviewStore } from './map-preview-store.ts'
import classes from './mapping.module.css'

const store = createMapPreviewStore(api)
/** Their peaks are those of whole groups: what most people want to know first. */
const groupTypes = [85, 86]

interface PreviewPanelProps {
  readonly words: MapKindWords
  readonly summary: MapSummary
  /** The draft; absent when nothing differs from what is saved. */
  readonly text: string | undefined
}

/** What the draft would change in a report of one's choice, before it is saved. */
export const PreviewPanel = ({ words, summary, text }: PreviewPanelProps) => {
  const { types, extent, asked, preview, isLoading, error, ask } = useStore(store)
  const [typeName, setTypeName] = useRemembered(`mapping.preview.${words.kind}`, '')
  const [period, setPeriod] = useState<Period>({ kind: 'all' })
  const [measure, setMeasure] = useState<string>()
  const [show, setShow] = useState<'rows' | 'names'>('rows')
  useEffect(() => {
    void store.getState().open()
    return store.getState().leave
  }, [])

  const offered = useMemo(
    () => types?.filter(({ id, classifications }) => summary.types.includes(id) && classifications.length > 0) ?? [],
    [types, summary.types],
  )
  const type =
    offered.find(({ id }) => String(id) === typeName) ??
    offered.find(({ id, hasData }) => hasData && groupTypes.includes(id)) ??
    offered.find(({ hasData }) => hasData) ??
    offered[0]
  const isKnown = extent !== undefined && extent !== null && typeName !== undefined
  const compute = () => {
    if (!type || !extent || text === undefined) return
    const span = spanOfPeriod(period, Date.parse(extent.to) - 1, Date.now(), extent.zone)
    void ask({ kind: words.kind, text, request: { type: type.id, ...span, by: 'total', groupBy: null, where: [] } })
  }
  // A draft that goes on being written is computed again when asked: each takes up to a second or two.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft's text is left out on purpose
  useEffect(compute, [type?.id, isKnown, period, text === undefined])

  if (error !== undefined && !types) return <ErrorMessage what="The preview could not be opened" error={error} />
  if (extent === null)
    return (
      <Text c="dimmed" p={16}>
        Nothing was imported yet, so there are no reports to preview. The map can be saved all the same.
      </Text>
    )
  if (text === undefined)
    return (
      <Text c="dimmed" p={16}>
        The map is as it was saved. Change it, and see here what a report will show before you save.
      </Text>
    )
  if (types && offered.length === 0)
    return (
      <Text c="dimmed" p={16}>
        No report with groups reads this map. Save it, and run the report again.
      </Text>
    )
  if (!type || !extent) return null
  const isOlder = asked !== undefined && asked.text !== text
  return (
    <div className={classes.preview}>
      <div className={classes.previewBar}>
        <Select
          size="xs"
          w={272}
          aria-label="Report"
          allowDeselect={false}
          data={offered.map(({ id, name }) => ({ value: String(id), label: `${name} [${id}]` }))}
          value={String(type.id)}
          onChange={(value) => value && setTypeName(value)}
        />
        <PeriodPicker period={period} onChange={setPeriod} extent={extent} zone={extent.zone} />
        <Button size="xs" variant="default" onClick={compute} loading={isLoading} disabled={!isOlder && !isLoading}>
          {isOlder ? 'Compute for this draft' : 'Up to date'}
        </Button>
      </div>
      {error !== undefined && <ErrorMessage what="The preview could not be computed" error={error} onRetry={compute} />}
      {preview && (
        <>
          <Summary preview={preview} words={words} />
          <LoadingShade loading={isLoading || isOlder}>
            <div className={classes.previewBody}>
              <div className={classes.previewBar}>
                <SegmentedControl
                  size="xs"
                  aria-label="What is shown"
                  data={[
                    { value: 'rows', label: 'Rows' },
                    { value: 'names', label: capital(words.names) },
                  ]}
                  value={show}
                  onChange={setShow}
                />
                {show === 'rows' && (
                  <Select
                    size="xs"
                    w={200}
                    aria-label="Measure"
                    allowDeselect={false}
                    data={[...measuresOf(preview)]}
                    value={measuresOf(preview).find((it) => it === measure) ?? usualMeasure(preview) ?? null}
                    onChange={(value) => value && setMeasure(value)}
                  />
                )}
              </div>
              {show === 'rows' ? <Rows preview={preview} measure={measure} type={type} /> : <Moves preview={preview} />}
            </div>
          </LoadingShade>
        </>
      )}
    </div>
  )
}

const Summary = ({ preview, words }: { readonly preview: MapPreview; readonly words: MapKindWords }) => {
  const { changedNames, notes } = preview
  const who = `${count(changedNames, words.name, words.names)} ${words.changes[changedNames === 1 ? 0 : 1]}.`
  const rows = rowWords(preview)
  return (
    <div className={classes.previewSummary} role="status">
      {changedNames === 0 && rows === ''
        ? `No known ${words.name} ${words.changes[0]}; this report stays as it is.`
        : `${who} In this report ${rows === '' ? 'no row changes' : rows}.`}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  )
}

const Rows = ({
  preview,
  measure,
  type,
}: {
  readonly preview: MapPreview
  readonly measure: string | undefined
  readonly type: Parameters<typeof previewColumns>[2]
}) => {
  const measures = measuresOf(preview)
  const chosen = measures.find((it) => it === measure) ?? usualMeasure(preview)
  const columns = useMemo(
    () => (chosen === undefined ? [] : previewColumns(preview, chosen, type)),
    [preview, chosen, type],
  )
  return (
    <div className={classes.previewGrid}>
      <DataGrid
        label="Changes of the report"
        columns={columns}
        rows={preview.rows}
        rowId={rowId}
        layoutName="map-preview"
        remark={
          preview.rows.length < preview.changed + preview.added + preview.removed ? 'the largest changes' : undefined
        }
      />
    </div>
  )
}

const rowId = (row: MapPreviewRow) => row.names.join('\u001f')
const moveId = (row: Move) => `${row.name}\u001f${row.from}\u001f${row.to}`

const Moves = ({ preview }: { readonly preview: MapPreview }) => (
  <div className={classes.previewGrid}>
    <DataGrid
      label="Names that change their group"
      columns={moveColumns}
      rows={preview.moves}
      rowId={moveId}
      layoutName="map-moves"
      remark={
        preview.moves.length < preview.changedNames ? `the first of ${formatNumber(preview.changedNames)}` : undefined
      }
    />
  </div>
)
