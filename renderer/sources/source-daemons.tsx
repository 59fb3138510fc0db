import { Text } from '@mantine/core'
import type { SourceDaemon } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { emDash, formatHours, formatLocalIso, formatNumber, formatPercent } from '../formats.ts'
import { link } from '../navigation.ts'
import { sourceStore } from '../stores.ts'
import { InlineName } from './inline-name.tsx'
import classes from './sources.module.css'

const rename = async ({ vendorLicence, shownName }: SourceDaemon, name: string | null) => {
  const store = sourceStore.getState()
  const after = name === vendorLicence ? null : name
  await store.rename(vendorLicence, after)
  notifyUndo(
    after === null ? `${vendorLicence} is shown as the log has it` : `${vendorLicence} is shown as ${after}`,
    () => store.rename(vendorLicence, shownName === vendorLicence ? null : shownName),
    'The name was not taken back',
  )
}

const useOf = (shownName: string): string =>
  link(`/reports/51?${new URLSearchParams({ 'where.Vendor License': shownName })}`)

/** `server;daemon`: where there is little room, the server's name is cut and the daemon's stays. */
const LicenceName = ({ name }: { readonly name: string }) => {
  const at = name.lastIndexOf(';')
  return at < 0 ? (
    name
  ) : (
    <>
      <span className={classes.licenceName} aria-hidden>
        <span>{name.slice(0, at)}</span>
        <span>{name.slice(at)}</span>
      </span>
      <span className="visually-hidden">{name}</span>
    </>
  )
}

const DaemonRow = ({ daemon }: { readonly daemon: SourceDaemon }) => {
  const { name, vendorLicence, shownName } = daemon
  const isRenamed = shownName !== vendorLicence
  return (
    <tr>
      <th scope="row" className={classes.daemon} title={name}>
        {name}
      </th>
      <td className={classes.licence}>
        <InlineName
          value={shownName}
          label={`Shown name of ${vendorLicence}`}
          verb="Rename"
          maxLength={400}
          onSave={(typed) => rename(daemon, typed)}
          onReset={isRenamed ? { label: 'As in the log', reset: () => rename(daemon, null) } : undefined}
        >
          <a className={table.link} href={useOf(shownName)} title={`Show the use of ${shownName}`}>
            {isRenamed ? shownName : <LicenceName name={shownName} />}
          </a>
          {isRenamed && <span className={table.muted}> {vendorLicence}</span>}
        </InlineName>
      </td>
      <td className={table.nowrap}>
        {daemon.firstAt && daemon.lastAt
          ? `${formatLocalIso(daemon.firstAt, 'date')} – ${formatLocalIso(daemon.lastAt, 'date')}`
          : emDash}
      </td>
      <td className={table.number}>{formatNumber(daemon.features)}</td>
      <td className={table.number}>{formatNumber(daemon.runCount)}</td>
      <td className={table.number}>{formatHours(daemon.observedHours)}</td>
      <td className={table.number}>{formatPercent(daemon.coverage)}</td>
    </tr>
  )
}

/** The vendor daemons, each with the name its vendor licence has in reports. */
export const SourceDaemons = ({ daemons }: { readonly daemons: readonly SourceDaemon[] }) => {
  const names = daemons.map(({ shownName }) => shownName)
  const shared = names.find((name, at) => names.indexOf(name) !== at)
  return (
    <>
      <Text c="dimmed" mb={8}>
        Reports show each vendor licence under the name given here, the past included. No number is rebuilt.
      </Text>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Vendor daemon</th>
              <th scope="col">Vendor licence shown as</th>
              <th scope="col">Period</th>
              <th scope="col" className={table.number} title="Features that it ever spoke of">
                Features
              </th>
              <th scope="col" className={table.number}>
                Runs
              </th>
              <th scope="col" className={table.number} title="Hours in which it ran and the log tells of it">
                Observed (h)
              </th>
              <th
                scope="col"
                className={table.number}
                title="Observed time ÷ time from its first to its last sign of life"
              >
                Coverage
              </th>
            </tr>
          </thead>
          <tbody>
            {daemons.map((daemon) => (
              <DaemonRow key={daemon.name} daemon={daemon} />
            ))}
          </tbody>
        </table>
      </div>
      {shared !== undefined && (
        <Text size="xs" c="dimmed" mt={8}>
          Two vendor daemons are shown as {shared}: their hours are added in one row, but a peak is that of one of them.
        </Text>
      )}
    </>
  )
}
