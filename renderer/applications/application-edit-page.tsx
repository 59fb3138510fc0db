import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { CustomApplication } from '../../core/contract/custom-applications.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { applicationsStore } from '../stores.ts'
import { pathOf } from './application-actions.ts'
import { type ApplicationDraft, draftOf, emptyDraft, readDraft, rulesOf } from './application-draft.ts'
import { ApplicationForm } from './application-form.tsx'
import classes from './applications.module.css'
import { fieldsOf } from './applications-store.ts'
import { HarvestingForm } from './harvesting-form.tsx'
import { harvestingSentences, joined } from './harvesting-words.ts'

const formId = 'custom-application'

/** Writes a new application, or what one is from now on. What is half-written is kept while other pages are shown. */
export const ApplicationEditPage = ({ application }: { readonly application?: CustomApplication }) => {
  const key = application?.id ?? 'new'
  const kept = useStore(applicationsStore, ({ drafts }) => drafts[key])
  const groups = useStore(applicationsStore, (state) => state.groups) ?? []
  const [isTold, setTold] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const title = application ? `Change ${application.name}` : 'New application'
  useCurrentView({
    crumbs: [
      { label: 'Custom applications', path: '/applications' },
      ...(application ? [{ label: application.name, path: pathOf(application) }] : []),
      { label: application ? 'Change' : 'New' },
    ],
  })
  const saved = application ? draftOf(application) : emptyDraft
  const draft = kept ?? saved
  const chosen = groups.filter(({ id }) => draft.groups.includes(id))
  const { fields, problems } = readDraft(draft)
  const { setDraft, create, change } = applicationsStore.getState()
  const edit = (part: Partial<ApplicationDraft>) => {
    const next = { ...draft, ...part }
    setDraft(key, JSON.stringify(next) === JSON.stringify(saved) ? undefined : next)
    setWrong(undefined)
  }
  const leave = () => navigate(application ? pathOf(application) : '/applications')

  const save = async () => {
    if (!fields) {
      setTold(true)
      // The first thing that is wrong, for whoever cannot see where it turned red.
      window.setTimeout(() => document.querySelector<HTMLElement>(`#${formId} [aria-invalid="true"]`)?.focus())
      return
    }
    setBusy(true)
    setWrong(undefined)
    try {
      const made = application ? await change({ id: application.id, ...fields }) : await create(fields)
      setDraft(key, undefined)
      navigate(pathOf(made))
      if (!application) notifyDone(`${made.name} was made.`)
      else {
        const before = { id: application.id, ...fieldsOf(application) }
        notifyUndo(`${made.name}: changed.`, () => change(before), 'The change was not taken back')
      }
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  const shown = isTold ? problems : {}
  return (
    <PageBody title={title}>
      <form
        id={formId}
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div>
          <ApplicationForm draft={draft} groups={groups} problems={shown} onChange={edit} />
          <PageSection title="Harvesting">
            <HarvestingForm
              groups={chosen}
              draft={draft.harvesting}
              problems={shown}
              onChange={(part) => edit({ harvesting: { ...draft.harvesting, ...part } })}
            />
          </PageSection>
        </div>
        <aside className={classes.outlook} aria-label="What will happen">
          <h2 className={classes.outlookTitle}>What will happen</h2>
          <Outlook draft={draft} groups={chosen.map(({ name }) => name)} />
        </aside>
        <div className={classes.formFoot}>
          {(wrong ?? (isTold && !fields)) && (
            <Text c="red" role="alert">
              {wrong ?? 'Not saved yet: see the fields marked above.'}
            </Text>
          )}
          <Group gap={8}>
            <Button type="submit" loading={isBusy} disabled={application !== undefined && kept === undefined}>
              {application ? 'Save the application' : 'Make the application'}
            </Button>
            <Button variant="default" onClick={leave}>
              {kept ? 'Leave it as a draft' : 'Cancel'}
            </Button>
            {kept && (
              <Button
                variant="subtle"
                onClick={() => {
                  setDraft(key, undefined)
                  setTold(false)
                  setWrong(undefined)
                  notifyUndo('The draft was discarded.', () => setDraft(key, kept))
                }}
              >
                Discard the draft
              </Button>
            )}
          </Group>
        </div>
      </form>
    </PageBody>
  )
}

interface OutlookProps {
  readonly draft: ApplicationDraft
  /** Names of the chosen groups. */
  readonly groups: readonly string[]
}

/** The consequences of what is written, in plain words, as it is written. */
const Outlook = ({ draft, groups }: OutlookProps) => {
  const programs = [...new Set([...draft.windows, ...draft.linux, ...draft.macos])]
  const watched = !draft.enabled
    ? 'It is switched off: no agent looks for it.'
    : programs.length === 0
      ? 'No program is named yet, so no agent would look for anything.'
      : groups.length === 0
        ? 'It is in no agent group yet, so no agent looks for it.'
        : `Agents of ${joined(groups, 'and')} count every running ${joined(programs, 'or')} as one session of ${draft.name.trim() || 'it'}.`
  return (
    <ul className={classes.sentences} aria-live="polite">
      <li>{watched}</li>
      {draft.enabled && draft.paths.length > 0 && <li>Only from {joined(draft.paths, 'or')}.</li>}
      {draft.enabled && draft.publishers.length > 0 && (
        <li>Only when published by {joined(draft.publishers, 'or')}.</li>
      )}
      {harvestingSentences(rulesOf(draft.harvesting)).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
