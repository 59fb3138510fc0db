import { SegmentedControl } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { settingsStore } from '../stores.ts'
import { NumberSetting } from './number-setting.tsx'
import { feedProblem, reportZoneProblem } from './setting-problems.ts'
import { SettingRow } from './setting-row.tsx'
import { TextSetting } from './text-setting.tsx'

const ThemeSetting = ({ value }: { readonly value: Settings['theme'] }) => (
  <SettingRow name="theme" label="Theme" help="Light, dark, or as the system has it at the moment.">
    {(save) => (
      <SegmentedControl
        value={value}
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

/** Every setting with its effect. Each is saved by itself as soon as it is changed. */
export const SettingsPage = () => {
  const { settings, machineZone, error, reload } = useStore(settingsStore)
  useEffect(() => settingsStore.getState().watch(), [])
  useCurrentView({ crumbs: [{ label: 'Settings' }] })
  return (
    <PageBody title="Settings" width="narrow">
      {error !== undefined && !settings && (
        <ErrorMessage what="The settings could not be read" error={error} onRetry={reload} />
      )}
      {settings && (
        <>
          <PageSection title="Reports">
            <TextSetting
              name="reportZone"
              value={settings.reportZone}
              label="Time zone of reports"
              help={`Days, weeks and months begin at midnight in this zone, and times are shown in it. Left empty: the zone of the only source, else of this machine${machineZone ? ` (${machineZone})` : ''}.`}
              placeholder="Of the source"
              completions={Intl.supportedValuesOf('timeZone')}
              problem={reportZoneProblem}
            />
            <TextSetting
              name="customerId"
              value={settings.customerId}
              label="Customer ID"
              help="Fills the classification Customer ID where a data type has it. Left empty, it reads undef there."
              placeholder="undef"
            />
          </PageSection>
          <PageSection title="Counting">
            <NumberSetting
              name="denialBefore"
              value={settings.denialBefore}
              label="False denials: before a checkout"
              help="A refused request counts as false when the same user gets the feature on the same host within this time after it. False denials are told apart in the types 75, 104 and 129; type 52 counts every refusal."
              unit="seconds"
              min={0}
              max={3600}
            />
            <NumberSetting
              name="denialAfter"
              value={settings.denialAfter}
              label="False denials: after a checkout"
              help="The same for a refusal written this soon after the checkout: several licence servers answer in any order."
              unit="seconds"
              min={0}
              max={3600}
            />
            <NumberSetting
              name="queueHours"
              value={settings.queueHours}
              label="Longest wait in a queue"
              help="A queued request whose end the log never tells is taken for given up after this time."
              unit="hours"
              min={0.1}
              max={720}
              step={0.5}
            />
          </PageSection>
          <PageSection title="Window">
            <ThemeSetting value={settings.theme} />
          </PageSection>
          <PageSection title="Updates">
            <TextSetting
              name="updateFeed"
              value={settings.updateFeed}
              label="Update feed"
              help="Address of a folder with new versions of the desktop application. Left empty, nothing is ever asked for and Lictor talks to no other machine."
              placeholder="Off"
              problem={feedProblem}
              mono
            />
          </PageSection>
        </>
      )}
    </PageBody>
  )
}
