import { Alert, Button, Group, Splitter, Tabs, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useCallback, useMemo, useRef } from 'react'
import type { MapCheck, MapSummary } from '../../core/contract/mapping.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count, formatNumber } from '../formats.ts'
import { navigate, usePlace } from '../navigation.ts'
import { useRemembered } from '../reports/use-remembered.ts'
import { mappingStore } from '../stores.ts'
import { FindingList } from './finding-list.tsx'
import { GroupList } from './group-list.tsx'
import { HistoryList } from './history-list.tsx'
import { LineEditor, type LineEditorHandle, type LineMark } from './line-editor.tsx'
import { discardDraft, saveMap, saveOver } from './map-actions.tsx'
import type { MapKindWords } from './map-kind-words.ts'
import { pathOfMap } from './map-kinds.ts'
import { type GroupName, withNames } from './map-text.ts'
import classes from './mapping.module.css'
import { isOvertaken, type OpenMap, textOf } from './mapping-store.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { UnmatchedList } from './unmatched-list.tsx'

interface MapEditorProps {
  readonly words: MapKindWords
  readonly open: OpenMap
  readonly summary: MapSummary
}

const views = ['groups', 'findings', 'unmatched', 'preview', 'history'] as const
type View = (typeof views)[number]

/** The worst there is to say of each line. */
const marksOf = (check: MapCheck | undefined): ReadonlyMap<number, LineMark> => {
  const rank = { error: 3, warning: 2, info: 1 }
  const marks = new Map<number, LineMark>()
  for (const { line, severity } of check?.findings ?? []) {
    const known = marks.get(line)
    if (!known || rank[severity] > rank[known]) marks.set(line, severity)
  }
  return marks
}

/** The text at the left; at the right what it says, what is odd about it, and what it would change. */
export const MapEditor = ({ words, open, summary }: MapEditorProps) => {
  const { kind } = words
  const { check, draft, saved, isChecking } = open
  const place = usePlace()
  const view = views.find((it) => it === place.query.get('show')) ?? 'groups'
  const setView = (to: View) => navigate(`${pathOfMap(kind)}?show=${to}`, { replace: true })
  const [split, setSplit] = useRemembered('mapping.split', '46')
  const editor = useRef<LineEditorHandle>(null)
  const marks = useMemo(() => marksOf(check), [check])
  // The lists at the right are drawn anew for a new check, not for each key.
  const goTo = useCallback((line: number) => editor.current?.goTo(line), [])
  const addNames = useCallback(
    (names: readonly string[], group: GroupName, line: number | undefined) => {
      const { maps, edit, bringBack, discard } = mappingStore.getState()
      const now = maps[kind]
      if (!now) return
      const before = now.draft
      const added = withNames(textOf(now), group, line, names)
      edit(kind, added.text)
      window.setTimeout(() => goTo(added.line))
      const said = `${count(names.length, words.name, words.names)} added to ${group.group} in the draft.`
      notifyUndo(said, () => (before ? bringBack(kind, before) : discard(kind)), 'The lines were not taken out')
    },
    [kind, words, goTo],
  )

  if (split === undefined) return null
  const findings = check ? Object.values(check.findingCounts).reduce((sum, n) => sum + n, 0) : 0
  const unmatched = check?.unmatched.reduce((sum, it) => sum + it.count, 0) ?? 0
  const tab = (it: View, label: string, amount?: number) => (
    <Tabs.Tab value={it}>
      {label}
      {amount !== undefined && <span className={classes.amount}> {formatNumber(amount)}</span>}
    </Tabs.Tab>
  )
  return (
    <div className={classes.editor}>
      {isOvertaken(open) && saved && <Overtaken words={words} open={open} />}
      <Splitter
        className={classes.split}
        classNames={{ thumb: classes.thumb }}
        handleColor="var(--lictor-border)"
        lineSize={1}
        step={2}
        onResizeEnd={(_, sizes) => setSplit(String(Math.round(Number(sizes[0]))))}
      >
        <Splitter.Pane defaultSize={Number(split) || 46} min={20}>
          {saved?.isTooLongToEdit && !draft ? (
            <Text c="dimmed" p={16}>
              This map has {count(saved.lines, 'line')}: too long to be edited here. Export it, change it in an editor,
              and import it again.
            </Text>
          ) : (
            <LineEditor
              label={`Text of the map: ${words.title}`}
              value={textOf(open)}
              onChange={(text) => mappingStore.getState().edit(kind, text)}
              marks={marks}
              onSave={() => void saveMap(kind)}
              handle={editor}
            />
          )}
        </Splitter.Pane>
        <Splitter.Pane defaultSize={100 - (Number(split) || 46)} min={25}>
          <Tabs value={view} onChange={(to) => setView(to as View)} className={classes.views} keepMounted={false}>
            <Tabs.List className={classes.viewList} aria-label="What the map says">
              {tab('groups', 'Groups', check?.groups.length)}
              {tab('findings', 'Findings', check && findings)}
              {tab('unmatched', 'Unmatched', check && unmatched)}
              {tab('preview', 'Preview')}
              {tab('history', 'History')}
            </Tabs.List>
            <Tabs.Panel value={view} className={classes.viewPanel} aria-busy={isChecking}>
              {view === 'groups' && check && <GroupList check={check} words={words} onGoTo={goTo} />}
              {view === 'findings' && check && <FindingList check={check} onGoTo={goTo} />}
              {view === 'unmatched' && check && <UnmatchedList check={check} words={words} onAdd={addNames} />}
              {view === 'preview' && <PreviewPanel words={words} summary={summary} text={draft?.text} />}
              {view === 'history' && <HistoryList kind={kind} history={open.history ?? []} />}
            </Tabs.Panel>
          </Tabs>
        </Splitter.Pane>
      </Splitter>
    </div>
  )
}

/** Two have changed the same map: neither is lost, and somebody must say which is in force. */
const Overtaken = ({ words, open }: { readonly words: MapKindWords; readonly open: OpenMap }) => {
  const revision = open.saved?.revision ?? 0
  return (
    <Alert
      variant="default"
      className={classes.overtaken}
      icon={<IconAlertTriangle size={18} color="var(--lictor-warning)" aria-hidden />}
      title={`Revision ${formatNumber(revision)} was saved while you were writing`}
      role="alert"
    >
      <Group gap={12} justify="space-between">
        <Text>Your draft is kept and not in force. Revision {formatNumber(revision)} is in force now.</Text>
        <Group gap={8}>
          <Button size="xs" variant="default" onClick={() => discardDraft(words.kind)}>
            Take revision {formatNumber(revision)}
          </Button>
          <Button size="xs" variant="default" onClick={() => saveOver(words.kind, revision)}>
            Save my draft over it…
          </Button>
        </Group>
      </Group>
    </Alert>
  )
}
