import { Button, Group, NumberInput, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useEffect, useId, useState } from 'react'
import type { Settings } from '../../core/contract/application.ts'
import type { RetentionPreview } from '../../core/contract/retention.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { count, formatBytes } from '../formats.ts'
import { settingsStore } from '../stores.ts'
import { numberProblem } from './setting-problems.ts'
import { SettingRow } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

const most = 1200
/** Milliseconds after the last key before the core is asked. */
const rest = 300

/** `312 days of lic-a and lic-b with 1,204,000 lines, all before 2023-11-01`. */
const whatGoes = ({ days, lines, servers, bytes, firstDay }: RetentionPreview): string => {
  const named = servers.length > 3 ? count(servers.length, 'server') : servers.join(', ')
  return `${count(days, 'day')} of ${named} with ${count(lines, 'line')} (${formatBytes(bytes)})${firstDay ? `, all before ${firstDay}` : ''}`
}

type Preview = { readonly of: number; readonly found?: RetentionPreview; readonly error?: string }

const usePreview = (months: number | undefined): Preview | undefined => {
  const [preview, setPreview] = useState<Preview>()
  useEffect(() => {
    if (months === undefined || months === 0) return
    let isWanted = true
    const timer = window.setTimeout(() => {
      settingsStore
        .getState()
        .previewRetention(months)
        .then((found) => isWanted && setPreview({ of: months, found }))
        .catch((error: unknown) => isWanted && setPreview({ of: months, error: messageOf(error) }))
    }, rest)
    return () => {
      isWanted = false
      window.clearTimeout(timer)
    }
  }, [months])
  return preview?.of === months ? preview : undefined
}

const ask = (months: number, preview: RetentionPreview) =>
  modals.openConfirmModal({
    title: `Remove what is older than ${count(months, 'month')}?`,
    children: (
      <>
        <Text mb={8}>{whatGoes(preview)} leave the database now, and further days as they grow old, once a day.</Text>
        <Text>
          The log files stay where they are and can be imported again. The numbers of the days that stay do not change.
        </Text>
      </>
    ),
    labels: { confirm: `Remove ${count(preview.days, 'day')}`, cancel: 'Keep them' },
    confirmProps: { color: 'red' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: () => {
      settingsStore
        .getState()
        .applyRetention(months)
        .then(() => notifyDone(`${count(preview.days, 'day')} are being removed`))
        .catch((error: unknown) => notifyFailed('The old days were not removed', error))
    },
  })

/** How long days are kept. Nothing goes without a preview and a question. */
export const RetentionSetting = ({ value }: { readonly value: Settings['retentionMonths'] }) => {
  const id = useId()
  const { shown, isDraft, hasConflict, type, discard } = useDraft(
    'retentionMonths',
    value,
    (saved): number | string => saved,
  )
  const problem = numberProblem(shown, 0, most, 'months')
  const months = problem === undefined && isDraft ? (shown as number) : undefined
  const preview = usePreview(months)
  const store = settingsStore.getState()
  const save = (save: (next: number) => void) => {
    if (months === undefined || hasConflict) return
    if (months === 0 || preview?.found?.days === 0) save(months)
    else if (preview?.found) ask(months, preview.found)
  }
  return (
    <SettingRow
      name="retentionMonths"
      value={value}
      label="Keep days for"
      help="Days of licence logs older than this are removed once a day, with their lines and numbers; 0 keeps everything. The numbers of the days that stay do not change. Before anything goes you are told what."
      problem={isDraft ? problem : undefined}
      controlId={id}
      onKeepMine={() => store.keepMine('retentionMonths')}
    >
      {(saveNow, described) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            save(saveNow)
          }}
        >
          <NumberInput
            id={id}
            value={shown}
            suffix=" months"
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            onChange={type}
            onKeyDown={(event) => event.key === 'Escape' && discard()}
            {...described}
          />
          {isDraft && problem === undefined && (
            <>
              <Text size="xs" mt={8} aria-live="polite">
                {months === 0
                  ? 'From now on everything is kept.'
                  : (preview?.error ??
                    (!preview
                      ? 'Looking what would go…'
                      : preview.found?.days === 0
                        ? 'Nothing is that old yet.'
                        : `Now would go: ${preview.found && whatGoes(preview.found)}.`))}
              </Text>
              <Group gap={8} mt={8}>
                <Button type="submit" disabled={hasConflict || (months !== 0 && !preview?.found)}>
                  {months === 0 || preview?.found?.days === 0 ? 'Save' : 'Remove and save…'}
                </Button>
                <Button variant="default" onClick={discard}>
                  Discard
                </Button>
              </Group>
            </>
          )}
        </form>
      )}
    </SettingRow>
  )
}
