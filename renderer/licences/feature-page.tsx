import { Anchor, Button, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { CapacityEntry, CapacityStep } from '../../core/contract/capacity.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { emDash, formatLocalIso, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { localDate } from '../reports/report-period.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { licencesStore } from '../stores.ts'
import { licencesText, originWords } from './capacity-words.ts'
import { expiryState, expiryText } from './expiry.ts'
import { type FeatureName, keyOf, pathOfUse } from './feature-name.ts'
import classes from './licences.module.css'
import { peakDays, peakOf } from './licences-store.ts'
import { StepChart } from './step-chart.tsx'
import { StepTable } from './step-table.tsx'
import { typeCapacity } from './typed-form.tsx'
import { TypedTable } from './typed-table.tsx'

/** One number: how it went over time, where it comes from, and what was typed in. */
export const FeaturePage = ({ name }: { readonly name: FeatureName }) => {
  const { entries, course, typed, courseError, reload } = useStore(licencesStore)
  useEffect(() => licencesStore.getState().watch(undefined), [])
  const { server, daemon, feature } = name
  useEffect(() => licencesStore.getState().watchFeature({ server, daemon, feature }), [server, daemon, feature])
  const entry = entries?.find((it) => keyOf(it) === keyOf(name))
  // The end of what a source says is no statement of its own: where nothing follows, `until` tells it.
  const told = course?.steps.filter(({ licences, isUsed }) => licences !== null || isUsed) ?? []
  const shownName = entry?.shownName ?? `${name.server};${name.daemon}`
  useCurrentView({ crumbs: [{ label: 'Licences', path: '/licences' }, { label: name.feature }], zone: course?.zone })
  return (
    <PageBody
      title={name.feature}
      actions={
        <>
          <Button variant="default" component="a" href={link(pathOfUse(shownName, name.feature))}>
            Show use in report 51
          </Button>
          <Button onClick={() => typeCapacity({ entries: entries ?? [], name })}>Type a number…</Button>
        </>
      }
    >
      <Text c="dimmed">{shownName}</Text>
      {courseError !== undefined && (
        <ErrorMessage what="The course of this number cannot be shown" error={courseError} onRetry={reload} />
      )}
      {entry && <Figures entry={entry} step={course && stepAt(course.inForce, Date.now())} />}
      {course && (
        <PageSection title="Course">
          {course.inForce.length === 0 ? (
            <Text c="dimmed">
              Nothing tells how many licences there are, so reports show <code>undef</code> and no utilisation. Type a
              number, or import the licence file.
            </Text>
          ) : (
            <>
              <StepChart
                label={`Licences of ${name.feature} over time`}
                steps={course.inForce}
                zone={course.zone}
                now={Date.now()}
              />
              <StepTable label="What reports use" steps={course.inForce} />
            </>
          )}
        </PageSection>
      )}
      {typed && typed.length > 0 && (
        <PageSection title="Typed numbers">
          <TypedTable typed={typed} />
        </PageSection>
      )}
      {told.some(({ isUsed }) => !isUsed) && (
        <PageSection title="What each source says">
          <Text c="dimmed" mb={8}>
            A log that states the number goes before a licence file, a licence file before a typed number.
          </Text>
          <StepTable label="What each source says" steps={told} isUseShown />
        </PageSection>
      )}
    </PageBody>
  )
}

/** What is in force at an instant, of steps in order of time. */
const stepAt = (steps: readonly CapacityStep[], instant: number): CapacityStep | undefined =>
  steps.findLast(
    ({ from, until }) =>
      (from === undefined || Date.parse(from) <= instant) && (until === undefined || Date.parse(until) > instant),
  )

interface FiguresProps {
  readonly entry: CapacityEntry
  /** The step in force now; absent: none, or not known yet. */
  readonly step: CapacityStep | undefined
}

const Figures = ({ entry, step }: FiguresProps) => {
  const peaks = useStore(licencesStore, (state) => state.peaks)
  const today = localDate(Date.now(), '')
  const peak = peakOf(peaks, entry)
  const state = entry.expires === undefined ? 'far' : expiryState(entry.expires, today)
  return (
    <dl className={classes.figures}>
      <div>
        <dt>Licences today</dt>
        <dd className={classes.big}>{licencesText(entry.licences)}</dd>
      </div>
      <div>
        <dt>Peak{peaks && `, ${peaks.from} to ${peaks.to}`}</dt>
        <dd className={classes.big} title={`Most in use at once in the last ${peakDays} days of the data`}>
          {formatNumber(peak?.licences)}
          {typeof peak?.utilisation === 'number' && <span className="muted"> {formatNumber(peak.utilisation)} %</span>}
        </dd>
      </div>
      <div>
        <dt>Known from</dt>
        <dd>
          {entry.origin ? originWords[entry.origin] : emDash}
          {entry.detail && <span className="muted"> {entry.detail}</span>}
        </dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>{step?.from ? formatLocalIso(step.from, 'date') : step ? 'No beginning is stated' : emDash}</dd>
      </div>
      <div>
        <dt>Expires</dt>
        <dd className={state === 'far' ? undefined : state === 'near' ? classes.near : classes.soon}>
          {entry.expires ? expiryText(entry.expires, today) : emDash}
          {entry.expires && entry.expiring !== undefined && ` (${formatNumber(entry.expiring)})`}
        </dd>
      </div>
      {entry.sourceId === undefined && (
        <div>
          <dt>Log</dt>
          <dd>
            None of this server was imported yet.{' '}
            <Anchor underline="always" href={link('/import')}>
              Import it
            </Anchor>
          </dd>
        </div>
      )}
    </dl>
  )
}
