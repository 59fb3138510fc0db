import { Button, Select, Text } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { SourceDetail, ZonePreview } from '../../core/contract/sources.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count, formatLocalIso } from '../formats.ts'
import { sourceStore } from '../stores.ts'
import { zoneNames } from '../zone-names.ts'
import classes from './sources.module.css'

/** The core's word for a zone that somebody chose. */
const chosenByHand = 'given'

const previewWords = ({ zone, daysToRebuild, firstAt, lastAt, hasClockChange }: ZonePreview): string =>
  [
    daysToRebuild > 0 ? `${count(daysToRebuild, 'day')} are counted anew on the clock of ${zone}.` : 'Nothing changes.',
    ...(firstAt && lastAt ? [`The log then goes from ${formatLocalIso(firstAt)} to ${formatLocalIso(lastAt)}.`] : []),
    hasClockChange
      ? 'The clock was changed for summer or winter in that time: some durations may differ by that hour.'
      : 'Every duration stays the same.',
    'Reports say until the end that numbers may still change.',
  ].join(' ')

const usePreview = (zone: string | undefined, current: string) => {
  const [preview, setPreview] = useState<ZonePreview>()
  const [error, setError] = useState<string>()
  useEffect(() => {
    setError(undefined)
    if (zone === undefined || zone === current) return setPreview(undefined)
    let isWanted = true
    sourceStore
      .getState()
      .previewZone(zone)
      .then((found) => isWanted && setPreview(found))
      .catch((reason: unknown) => isWanted && setError(messageOf(reason)))
    return () => {
      isWanted = false
    }
  }, [zone, current])
  return { preview: preview?.zone === zone ? preview : undefined, error, setError }
}

/** On which clock the log's lines are read, how that is known, and how to change it. */
export const SourceZone = ({ detail, onClose }: { readonly detail: SourceDetail; readonly onClose: () => void }) => {
  const { source, zoneInLog } = detail
  const zones = useMemo(() => [...new Set([source.zone, ...zoneNames()])], [source.zone])
  const [chosen, setChosen] = useState<string>(source.zone)
  const [isBusy, setBusy] = useState(false)
  const { preview, error, setError } = usePreview(chosen, source.zone)
  const isByHand = source.zoneOrigin === chosenByHand
  const change = async (zone: string | null) => {
    const store = sourceStore.getState()
    setBusy(true)
    try {
      await store.setZone(source.id, zone)
      notifyUndo(
        zone === null
          ? `${source.server} is read on its own clock again`
          : `${source.server} is read on the clock of ${zone}`,
        () => store.setZone(source.id, isByHand ? source.zone : null),
        'The time zone was not taken back',
      )
      onClose()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== source.zone) void change(chosen)
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <Text c="dimmed" mb={8} maw={720}>
        The lines of a log carry the local time of its machine. The zone says which: it decides to which hour and day
        each use belongs. It holds for all files of this source.
      </Text>
      <div className={classes.zone}>
        <Select
          label="Time zone of the log"
          w={280}
          searchable
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          allowDeselect={false}
          data={zones}
          limit={120}
          value={chosen}
          onChange={(zone) => zone && setChosen(zone)}
          nothingFoundMessage="No such zone"
          withScrollArea={false}
          styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
        />
        <Button type="submit" loading={isBusy} disabled={chosen === source.zone}>
          Change time zone
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {isByHand && (
          <Button variant="subtle" onClick={() => void change(null)}>
            {zoneInLog ? `Use ${zoneInLog}, as the log states` : 'Let the log decide'}
          </Button>
        )}
      </div>
      <div className={classes.preview} aria-live="polite">
        {error !== undefined ? (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {chosen === source.zone
              ? `Known ${isByHand ? 'because somebody chose it' : source.zoneOrigin}.${zoneInLog && zoneInLog !== source.zone ? ` The log states ${zoneInLog}.` : ''}`
              : (preview && previewWords(preview)) || 'Looking what would change…'}
          </Text>
        )}
      </div>
    </form>
  )
}
