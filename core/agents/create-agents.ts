import { hostname } from 'node:os'
import type { EventName, Events } from '../contract/contract.ts'
import { dropOldCredentials } from '../database/agent-credential-table.ts'
import type { Database } from '../database/connection.ts'
import type { EventLog } from '../events/event-log-context.ts'
import type { ImportContext } from '../imports/import-context.ts'
import type { ImportQueue } from '../imports/import-queue.ts'
import type { Agents } from './agents-context.ts'
import { openAuthority } from './enrolment/authority.ts'
import { openCredentials } from './enrolment/credentials.ts'
import { openEnrolment } from './enrolment/enrolment.ts'
import { createTokenTroubles } from './enrolment/token-troubles.ts'
import { agentRow } from './fleet/agent-rows.ts'
import { openConfigurations } from './fleet/configurations.ts'
import { createConsoleTroubles } from './fleet/console-troubles.ts'
import { openFleet } from './fleet/fleet.ts'
import { tellUnseenApplications } from './fleet/unseen-applications.ts'
import { createCloneWatch } from './gateway/clone-watch.ts'
import { createGateway, type GatewayOptions, readGatewaySettings } from './gateway/gateway.ts'
import { createIngest } from './ingest/create-ingest.ts'
import type { InstallerCatalogue } from './updates/installer-catalogue.ts'
import { openUpdates } from './updates/scheduler.ts'

export interface AgentsContext {
  readonly database: Database
  /** What the import queue was made with. */
  readonly importContext: ImportContext
  readonly imports: ImportQueue
  readonly events: EventLog
  readonly installers: InstallerCatalogue
  /** The console's. */
  readonly version: string
  readonly now?: () => number
  announce<Name extends EventName>(name: Name, data: Events[Name]): void
  log(error: unknown, where: string): void
}

export interface OpenAgents extends Agents {
  /** Agents are served from now on, where the options say so. */
  listen(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds for which credentials that no longer count are kept. */
const credentialsKept = 30 * 86_400_000

/** Puts together all that has to do with agents. */
export const createAgents = async (context: AgentsContext, options: GatewayOptions): Promise<OpenAgents> => {
  const { database, events, version, announce, log, now = Date.now } = context
  const consoleName = hostname()
  const fleet = await openFleet({ database, events, isListening: options.isListening, now, log })
  const announceGateway = (scope = 'gateway'): void => announce('gateway.changed', { scope })
  const configurations = await openConfigurations({ database, fleet, onChange: announceGateway })
  // Those that are left do no harm: a disk that is full is no reason not to start.
  if (options.isListening)
    await database
      .transaction((tx) => dropOldCredentials(tx, now() - credentialsKept))
      .catch((error) => log(error, 'credentials of agents'))
  const credentials = await openCredentials(database)
  const authority = openAuthority(database, consoleName)
  const clones = createCloneWatch()
  const troubles = createConsoleTroubles(events)
  const tokens = createTokenTroubles(events, now, log)
  const ingest = await createIngest({
    database,
    importContext: context.importContext,
    imports: context.imports,
    fleet,
    events,
    log: (message, detail) => log(detail, message),
  })
  const { installers } = context
  const updates = await openUpdates({ database, fleet, installers, events, now, announce, log })
  const enrolment = openEnrolment({
    database,
    fleet,
    credentials,
    authority,
    events,
    consoleName,
    now,
    reach: () => {
      const { socket, lan } = gateway.state()
      return { socket, address: lan.address }
    },
    needsApproval: () => gateway.needsApproval(),
    interval: () => configurations.of('').interval,
    onToken: (host, problem) => tokens.tell(host, problem),
    onDecision: (agents) => {
      for (const agent of agents) clones.forget(agent)
    },
    onChange: announceGateway,
  })
  const routes = {
    fleet,
    configurations,
    ingest,
    updates,
    credentials,
    clones,
    troubles,
    consoleName,
    consoleVersion: version,
    now,
    log,
    enrolment,
    authority,
    events,
  }
  const gateway = createGateway(
    {
      database,
      fleet,
      configurations,
      authority,
      events,
      settings: await readGatewaySettings(database),
      consoleVersion: version,
      routes,
      onChange: announceGateway,
    },
    options,
  )
  const tellUnseen = (): void =>
    void tellUnseenApplications({ database, fleet, events, now }).catch((error) => log(error, 'applications'))
  const unseenTimer = options.isListening ? setInterval(tellUnseen, 600_000) : undefined
  unseenTimer?.unref()
  const known = new Set(fleet.all().map(({ id }) => id))
  fleet.onChange((ids) => {
    // Those that were removed, with what was known of them here.
    for (const id of ids) {
      if (fleet.get(id)) known.add(id)
      else if (known.delete(id)) {
        clones.forget(id)
        credentials.forget([id])
      }
      if (fleet.groupsOf(id).length > 0) void troubles.grouped(id).catch((error) => log(error, 'event log'))
    }
    announce('agents.changed', { ids })
  })
  return {
    fleet,
    configurations,
    enrolment,
    gateway,
    ingest,
    updates,
    row: (agent) => agentRow({ fleet, configurations, events, updates, version }, agent),
    async listen() {
      if (options.isListening) await updates.begin()
      await gateway.listen()
    },
    async close() {
      clearInterval(unseenTimer)
      await gateway.close()
      await updates.close()
      await ingest.close()
      await fleet.close()
    },
  }
}
