import { stat } from 'node:fs/promises'
import { isAbsolute, normalize } from 'node:path'
import type { SearchHit, Settings } from '../contract/application.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { backUpDatabase } from '../database/backup.ts'
import { storedApplications } from '../database/custom-application-table.ts'
import { isZone, machineZone } from '../imports/zone-names.ts'
import type { CoreContext } from './core-context.ts'
import { knownVendorLicences } from './vendor-licences.ts'

type ApplicationCalls = Pick<
  Api,
  Extract<
    keyof Api,
    `application.${string}` | `settings.${string}` | `preferences.${string}` | `search.${string}` | `host.${string}`
  >
>

/** Which report a name leads to: the type and classification that tell of it. */
const reportsOf = {
  feature: { type: 51, label: 'Feature', detail: 'Feature' },
  user: { type: 84, label: 'User name', detail: 'User' },
  host: { type: 83, label: 'Host name', detail: 'Host' },
} as const

export const createApplicationApi = (context: CoreContext): ApplicationCalls => {
  const { database, dictionary, settings, host } = context
  return {
    'application.info': async () => ({
      name: 'Lictor',
      version: context.version,
      database: database.path,
      isEmpty:
        (await database.get<{ one: number }>('SELECT 1 AS one FROM file WHERE committed_part > 0 LIMIT 1')) ===
        undefined,
      machineZone: machineZone(),
      host,
    }),
    'application.backUp': async ({ path }) => {
      if (!isAbsolute(path))
        throw new ConsoleError(
          'invalid',
          `${path} is not a whole path. Begin with the drive or with /. Nothing was written.`,
        )
      const target = normalize(path)
      const written = await backUpDatabase(database.path, target)
      void context.events.log({ severity: 'info', kind: 'console', message: 'Database was backed up', detail: target })
      return { path: target, ...written }
    },
    'application.database': async () => {
      const count = async (sql: string) => (await database.get<{ n: number }>(sql))?.n ?? 0
      const sizes = await Promise.all(
        ['', '-wal'].map((suffix) =>
          stat(`${database.path}${suffix}`).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      )
      return {
        path: database.path,
        bytes: sizes.reduce((sum, size) => sum + size, 0),
        sources: await count('SELECT COUNT(*) AS n FROM source'),
        imports: await count('SELECT COUNT(*) AS n FROM file'),
        days: await count('SELECT COUNT(*) AS n FROM source_day WHERE source > 0'),
      }
    },
    'settings.read': async () => settings.current,
    'settings.change': async ({ expected, ...change }) => {
      if (change.reportZone && !isZone(change.reportZone)) {
        throw new ConsoleError(
          'invalid',
          `${change.reportZone} is not a time zone. Use an IANA name such as Europe/Berlin or UTC.`,
        )
      }
      const before = settings.current
      const other = Object.entries(expected ?? {}).find(
        ([name, value]) => JSON.stringify(before[name as keyof Settings]) !== JSON.stringify(value),
      )
      if (other)
        throw new ConsoleError(
          'refused',
          `${other[0]} was changed meanwhile, in another window or by a command. Nothing was changed now. Look at its present value and decide again.`,
        )
      const changed = await settings.change(change)
      context.announce('settings.changed', { names: Object.keys(change) })
      for (const [name, value] of Object.entries(change)) {
        const old = before[name as keyof Settings]
        if (name === 'theme' || JSON.stringify(old) === JSON.stringify(value)) continue
        const detail = `From ${JSON.stringify(old)} to ${JSON.stringify(value)}.`.slice(0, 2000)
        void context.events.log({
          severity: 'info',
          kind: 'change',
          subject: name,
          message: 'Setting was changed',
          detail,
        })
      }
      const derives =
        before.denialBefore !== changed.denialBefore ||
        before.denialAfter !== changed.denialAfter ||
        before.queueHours !== changed.queueHours
      // Open reports ask again; where days are derived anew, that says it too.
      if (before.primeTime !== changed.primeTime || before.customerId !== changed.customerId)
        context.announce('data.changed', { sources: [] })
      if (derives)
        context.imports.change({
          kind: 'rebuild',
          title: 'Apply changed settings',
          begin: async () => undefined,
          outcome: 'All days follow the changed settings.',
        })
      return changed
    },
    'preferences.read': async () => {
      const rows = await database.all<{ name: string; value: string }>(
        "SELECT name, value FROM preference WHERE name NOT LIKE 'saved-view.%'",
      )
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
    },
    'preferences.write': async ({ name, value }) => {
      await database.transaction(async (tx) => {
        if (value === null) await tx.run('DELETE FROM preference WHERE name = ?', [name])
        else
          await tx.run(
            'INSERT INTO preference (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
            [name, value],
          )
      })
      return null
    },
    'search.find': async ({ text, limit }) => {
      const wanted = text.trim().toLowerCase()
      if (wanted === '') return []
      const hits: SearchHit[] = []
      for (const kind of ['feature', 'user', 'host'] as const) {
        const { type, label, detail } = reportsOf[kind]
        let found = 0
        for (const name of dictionary.names[kind]) {
          if (name === '' || !name.toLowerCase().includes(wanted)) continue
          const query = new URLSearchParams([
            ['by', 'day'],
            ['group', label],
            [`where.${label}`, name],
          ])
          hits.push({ kind, label: name, detail, link: `/reports/${type}?${query}` })
          if (++found >= limit) break
        }
      }
      for (const { vendorLicence, shownName } of await knownVendorLicences(database)) {
        if (![vendorLicence, shownName].some((name) => name.toLowerCase().includes(wanted))) continue
        const query = new URLSearchParams([
          ['by', 'day'],
          ['group', 'Feature'],
          ['where.Vendor License', shownName],
        ])
        const detail = shownName === vendorLicence ? 'Vendor licence' : `Vendor licence ${vendorLicence}`
        hits.push({ kind: 'vendor-licence', label: shownName, detail, link: `/reports/51?${query}` })
      }
      for (const { id, name, host, ip } of context.agents.fleet.all()) {
        if (![name, host, ip].some((one) => one.toLowerCase().includes(wanted))) continue
        const detail = name === '' || name === host ? `Agent, ${ip}` : `Agent of ${host}, ${ip}`
        hits.push({ kind: 'agent', label: name || host, detail, link: `/agents?agent=${id}` })
      }
      for (const { id, name } of context.agents.fleet.groups()) {
        if (!name.toLowerCase().includes(wanted)) continue
        hits.push({ kind: 'agent-group', label: name, detail: 'Agent group', link: `/groups?group=${id}` })
      }
      for (const { id, name } of await storedApplications(database)) {
        if (!name.toLowerCase().includes(wanted)) continue
        hits.push({ kind: 'application', label: name, detail: 'Custom application', link: `/applications/${id}` })
      }
      const rank = ({ label }: SearchHit) => (label.toLowerCase().startsWith(wanted) ? 0 : 1)
      return hits.sort((a, b) => rank(a) - rank(b) || a.label.length - b.label.length).slice(0, limit)
    },
    'host.pickFiles': async () => {
      throw new ConsoleError('refused', 'This host has no file dialog of its own.')
    },
    'host.saveExport': async () => {
      throw new ConsoleError('refused', 'This host saves exports as downloads.')
    },
  }
}
