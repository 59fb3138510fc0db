import { createHash } from 'node:crypto'
import { z } from 'zod'
import { collectorSettings, spoolSettings } from '../../contract/agent-configuration.ts'
import { connectionInterval } from '../../contract/agent-defaults.ts'
import { allScopes, storeScope } from '../../database/agent-configuration-table.ts'
import type { Database } from '../../database/connection.ts'
import { type StoredApplication, storedApplications } from '../../database/custom-application-table.ts'
import { createQueue } from '../../database/queue.ts'
import type { Configurations, Fleet } from '../agents-context.ts'
import { type AgentConfiguration, usualConfiguration, type WatchedApplication } from '../protocol/configuration.ts'

/** What a scope may say. */
const scopedSettings = z.strictObject({
  interval: z.number().int().min(connectionInterval.least).max(connectionInterval.most).optional(),
  collectors: collectorSettings.partial().optional(),
  spool: spoolSettings.optional(),
})
type ScopedSettings = z.infer<typeof scopedSettings>

export interface ConfigurationsContext {
  readonly database: Database
  readonly fleet: Pick<Fleet, 'groupsOf' | 'groups'>
  /** A scope, or what belongs to it, is another now. */
  onChange(scope: string): void
}

/** Reads the settings of all scopes and which applications the groups watch for; what an agent is told is put together when asked. */
export const openConfigurations = async ({
  database,
  fleet,
  onChange,
}: ConfigurationsContext): Promise<Configurations> => {
  let scopes = await readScopes(database)
  let applications = byGroup(await storedApplications(database))
  /** What is read must not be older than what was just written. */
  const inTurn = createQueue()
  /** Agents of the same groups are told the same. */
  const known = new Map<string, AgentConfiguration>()

  const put = (groups: readonly number[], own: ScopedSettings | undefined): AgentConfiguration => {
    const narrower = [...groups.map((group) => scopes.get(`group:${group}`)), own]
    let { interval, collectors, spool } = usualConfiguration
    for (const settings of [scopes.get('global'), ...narrower]) {
      if (settings === undefined) continue
      interval = settings.interval ?? interval
      collectors = { ...collectors, ...settings.collectors }
      spool = settings.spool ?? spool
    }
    const watched = new Map<number, WatchedApplication>()
    for (const group of groups) for (const one of applications.get(group) ?? []) watched.set(one.id, one)
    const rest = { interval, collectors, spool, applications: [...watched.values()].sort((a, b) => a.id - b.id) }
    return { revision: createHash('sha256').update(JSON.stringify(rest)).digest('hex').slice(0, 16), ...rest }
  }

  return {
    of(agent) {
      const mine = new Set(fleet.groupsOf(agent))
      const groups = mine.size === 0 ? [] : fleet.groups().flatMap(({ id }) => (mine.has(id) ? id : []))
      const own = scopes.get(`agent:${agent}`)
      const key = own === undefined ? groups.join() : `${groups.join()} ${agent}`
      const configuration = known.get(key) ?? put(groups, own)
      known.set(key, configuration)
      return configuration
    },
    scope: (scope) => scopes.get(scope) ?? {},
    async changeScope(scope, settings) {
      const checked = scopedSettings.parse(settings)
      await inTurn(async () => {
        await database.transaction((tx) => storeScope(tx, scope, checked))
        if (Object.keys(checked).length === 0) scopes.delete(scope)
        else scopes.set(scope, checked)
        known.clear()
      })
      onChange(scope)
    },
    forget: () =>
      inTurn(async () => {
        // What was set for groups and agents that are gone went with them; a number may be given again.
        scopes = await readScopes(database)
        applications = byGroup(await storedApplications(database))
        known.clear()
      }),
  }
}

const readScopes = async (database: Database): Promise<Map<string, ScopedSettings>> => {
  const scopes = new Map<string, ScopedSettings>()
  for (const { scope, settings } of await allScopes(database)) {
    const parsed = scopedSettings.safeParse(JSON.parse(settings))
    if (parsed.success) scopes.set(scope, parsed.data)
  }
  return scopes
}

const byGroup = (applications: readonly StoredApplication[]): Map<number, WatchedApplication[]> => {
  const watched = new Map<number, WatchedApplication[]>()
  for (const { id, name, rules, enabled, groups } of applications) {
    if (!enabled) continue
    for (const group of groups) watched.set(group, [...(watched.get(group) ?? []), { id, name, ...rules }])
  }
  return watched
}
