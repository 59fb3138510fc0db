import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { link, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { settingsStore } from '../stores.ts'
import { zoneNames } from '../zone-names.ts'
import { BackupRow } from './backup-row.tsx'
import { CalendarSetting } from './calendar-setting.tsx'
import { DatabaseFacts } from './database-facts.tsx'
import { NumberSetting } from './number-setting.tsx'
import { QuietHoursSetting } from './quiet-hours-setting.tsx'
import { RebuildProgress } from './rebuild-progress.tsx'
import { RetentionSetting } from './retention-setting.tsx'
import { feedProblem, reportZoneProblem } from './setting-problems.ts'
import { SettingRow } from './setting-row.tsx'
import classes from './settings.module.css'
import { TextSetting } from './text-setting.tsx'

interface SectionProps {
  readonly settings: Settings
  readonly machineZone: string | undefined
}

const ReportSettings = ({ settings, machineZone }: SectionProps) => (
  <>
    <TextSetting
      name="reportZone"
      value={settings.reportZone}
      label="Time zone of reports"
      help={`Days, weeks and months begin at midnight in this zone, and times are shown in it. Left empty: the zone of the only source, else of this machine${machineZone ? ` (${machineZone})` : ''}. It counts from the next report on; nothing is rebuilt.`}
      placeholder="Of the source"
      completions={zoneNames()}
      problem={reportZoneProblem}
    />
    <TextSetting
      name="customerId"
      value={settings.customerId}
      label="Customer ID"
      help="Fills the classification Customer ID where a data type has it. Left empty, it reads undef there. It counts from the next report on; nothing is rebuilt."
      placeholder="undef"
    />
  </>
)

const DenialSettings = ({ settings }: SectionProps) => (
  <>
    <NumberSetting
      name="denialBefore"
      value={settings.denialBefore}
      label="False denials: before a checkout"
      help="A refused request counts as false when the same user gets the feature on the same host within this time after it. False denials are told apart in the types 75, 104 and 129; type 52 counts every refusal. A change rebuilds the days of all sources."
      unit="seconds"
      min={0}
      max={3600}
    />
    <NumberSetting
      name="denialAfter"
      value={settings.denialAfter}
      label="False denials: after a checkout"
      help="The same for a refusal written this soon after the checkout: several licence servers answer in any order. A change rebuilds the days of all sources."
      unit="seconds"
      min={0}
      max={3600}
    />
    <RebuildProgress />
  </>
)

const QueueSettings = ({ settings }: SectionProps) => (
  <>
    <NumberSetting
      name="queueHours"
      value={settings.queueHours}
      label="Longest wait in a queue"
      help="A queued request whose end the log never tells is taken for given up after this time. It shows in the types 76 and 77. A change rebuilds the days of all sources."
      unit="hours"
      min={0.1}
      max={720}
      step={0.5}
    />
    <RebuildProgress />
  </>
)

const DataSettings = ({ settings }: SectionProps) => {
  const database = useStore(settingsStore, (state) => state.database)
  return (
    <>
      {database && <DatabaseFacts database={database} />}
      {database && <BackupRow database={database.path} />}
      <RetentionSetting value={settings.retentionMonths} />
    </>
  )
}

const EventSettings = ({ settings }: SectionProps) => (
  <>
    <QuietHoursSetting value={settings.quietHours} />
    <NumberSetting
      name="eventDays"
      value={settings.eventDays}
      label="Keep events for"
      help="Lines of the event log, and issues that are over, are removed within an hour once they are older than this; 0 keeps everything. More than 200,000 lines are never kept: the oldest go first. It changes no number of a report."
      unit="days"
      min={0}
      max={3650}
    />
  </>
)

const AppearanceSettings = ({ settings }: SectionProps) => (
  <SettingRow
    name="theme"
    value={settings.theme}
    label="Theme"
    help="Light, dark, or as the system has it at the moment. It changes no number."
  >
    {(save) => (
      <SegmentedControl
        value={settings.theme}
        aria-label="Theme"
        onChange={(theme) => save(theme as Settings['theme'])}
        data={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
    )}
  </SettingRow>
)

const UpdateSettings = ({ settings }: SectionProps) => (
  <TextSetting
    name="updateFeed"
    value={settings.updateFeed}
    label="Update feed"
    help="Address of a folder with new versions of the desktop application. Left empty, nothing is ever asked for and Lictor talks to no other machine. It changes no number."
    placeholder="Off"
    problem={feedProblem}
    mono
  />
)

/** In the order of the page. The path is the second segment of the address: `/settings/data`. */
const sections: readonly {
  readonly path: string
  readonly title: string
  readonly show: (props: SectionProps) => ReactNode
}[] = [
  { path: 'reports', title: 'Reports', show: ReportSettings },
  {
    path: 'working-hours',
    title: 'Working hours',
    show: ({ settings }) => <CalendarSetting value={settings.primeTime} />,
  },
  { path: 'denials', title: 'Denials', show: DenialSettings },
  { path: 'queue', title: 'Queue', show: QueueSettings },
  { path: 'data', title: 'Data', show: DataSettings },
  { path: 'events', title: 'Events', show: EventSettings },
  { path: 'appearance', title: 'Appearance', show: AppearanceSettings },
  { path: 'updates', title: 'Updates', show: UpdateSettings },
]

/** Every setting with its effect. Each is saved by itself as soon as it is changed; the calendar and what removes days, when told to. */
export const SettingsPage = () => {
  const { settings, machineZone, error, reload } = useStore(settingsStore)
  const { segments } = usePlace()
  const [, asked] = segments
  const isThere = settings !== undefined
  useEffect(() => settingsStore.getState().watch(), [])
  useEffect(() => {
    if (isThere && asked) document.getElementById(`settings-${asked}`)?.scrollIntoView({ block: 'start' })
  }, [asked, isThere])
  useCurrentView({ crumbs: [{ label: 'Settings' }] })
  return (
    <PageBody title="Settings">
      {error !== undefined && !(settings && isLineLost(error)) && (
        <ErrorMessage what="The settings could not be read" error={error} onRetry={reload} />
      )}
      {settings && (
        <div className={classes.page}>
          <nav aria-label="Sections of the settings">
            <ul className={classes.sections}>
              {sections.map(({ path, title }) => (
                <li key={path}>
                  <a href={link(`/settings/${path}`)} aria-current={path === asked ? 'location' : undefined}>
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div>
            {sections.map(({ path, title, show: Show }) => (
              <div key={path} id={`settings-${path}`} className={classes.section}>
                <PageSection title={title}>
                  <Show settings={settings} machineZone={machineZone} />
                </PageSection>
              </div>
            ))}
          </div>
        </div>
      )}
    </PageBody>
  )
}
