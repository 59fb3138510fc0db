import { randomUUID } from 'node:crypto'
import type { EventName, Events } from '../../contract/contract.ts'
import { ConsoleError } from '../../contract/errors.ts'
import type { UpdateBatch } from '../../contract/updates.ts'
import type { Database } from '../../database/connection.ts'
import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Fleet, FleetAgent, Updates } from '../agents-context.ts'
import { versionState } from '../fleet/version-state.ts'
import { payloadOf } from '../protocol/trust.ts'
import { root } from '../protocol/updates.ts'
import { automaticCandidates, isReady, reasonToLeave } from './candidates.ts'
import type { InstallerCatalogue, OfferedRelease } from './installer-catalogue.ts'
import { advance, type ScheduleEvent } from './schedule.ts'
import type { ScheduleFacts } from './schedule-types.ts'
import { createUpdateTeller } from './tell-updates.ts'
import { agentUpdate, updateBatches } from './update-rows.ts'
import { readUpdateSettings, storeUpdateSettings } from './update-settings.ts'
import { toldBack } from './update-steps.ts'
import { createScheduleStore, readSchedule } from './update-store.ts'
import { isWindowOpen } from './waves.ts'

export interface UpdatesContext {
  readonly database: Database
  readonly fleet: Fleet
  readonly installers: InstallerCatalogue
  readonly events: EventLog
  readonly now: () => number
  announce<Name extends EventName>(name: Name, data: Events[Name]): void
  log(error: unknown, where: string): void
}

export interface OpenUpdates extends Updates {
  /** Goes on with what was under way, from now on. */
  begin(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds between two looks at the schedule and at what is bundled, and how late one may be before the machine is taken to have slept, or its clock to have been set. */
const lookEvery = 1000
const bundledEvery = 60_000
const longestGap = 10_000

export const openUpdates = async (context: UpdatesContext): Promise<OpenUpdates> => {
  const { database, fleet, installers, now, announce, log } = context
  let settings = await readUpdateSettings(database)
  let schedule = await readSchedule(database)
  let offered: OfferedRelease | undefined
  const store = createScheduleStore(database, () => schedule)
  const tell = createUpdateTeller(context.events, log)
  const unannounced = { agents: new Set<string>(), batches: new Set<number>() }
  let lastLook = now()

  const facts = (): ScheduleFacts => ({
    settings,
    version: offered?.release.version ?? '',
    isOpen: isWindowOpen(settings.window, new Date(now())),
    isReady: (id) => isReady(fleet, fleet.get(id), offered),
    interval: (id) => fleet.get(id)?.interval ?? 30,
    newOffer: randomUUID,
  })

  const happens = (event: ScheduleEvent): void => {
    const before = schedule
    schedule = advance(before, event, facts(), now())
    if (schedule === before) return
    const updates = [...schedule.updates.values()].filter((update) => before.updates.get(update.agent) !== update)
    const batches = [...schedule.batches.values()].filter((batch) => before.batches.get(batch.id) !== batch)
    const gone = [...before.updates.keys()].filter((agent) => !schedule.updates.has(agent))
    const agents = [...updates.map(({ agent }) => agent), ...gone]
    for (const agent of agents) unannounced.agents.add(agent)
    for (const { id } of batches) unannounced.batches.add(id)
    for (const { batch } of updates) unannounced.batches.add(batch)
    store.changed(
      batches.map(({ id }) => id),
      agents,
    )
    tell(schedule, before, { batches, updates })
  }
  const writeSoon = (): void => void store.write().catch((error) => log(error, 'updates of agents'))

  const refresh = async (): Promise<OfferedRelease | undefined> => {
    const before = offered?.release.version
    offered = await installers.offered()
    if (before !== offered?.release.version) {
      announce('updates.changed', { agents: [], batches: [] })
      announce('agents.changed', { ids: fleet.all().map(({ id }) => id) })
    }
    return offered
  }

  const startBatch = (agents: readonly FleetAgent[], origin: UpdateBatch['origin'], version: string): number => {
    const batch = Math.max(0, ...schedule.batches.keys()) + 1
    // Whoever is there shows whether it works.
    const online = (agent: FleetAgent) => (fleet.isOnline(agent) ? 0 : 1)
    const inOrder = [...agents].sort((a, b) => online(a) - online(b))
    happens({
      kind: 'start',
      batch,
      version,
      origin,
      agents: inOrder.map(({ id, version: from }) => ({ agent: id, from })),
    })
    return batch
  }
  /** While an earlier one has not come to its last wave, or somebody stopped it, newcomers wait. */
  const startAutomatically = (): void => {
    if (!settings.automatic || !offered) return
    const { version } = offered.release
    for (const { origin, version: to, state, wave, waves } of schedule.batches.values()) {
      const goesOn = state === 'running' && wave < waves.length - 1
      if (origin === 'automatic' && to === version && (goesOn || state === 'paused' || state === 'stopped')) return
    }
    const agents = automaticCandidates(fleet, (id) => schedule.updates.get(id), offered)
    if (agents.length > 0) startBatch(agents, 'automatic', version)
  }

  const look = (): void => {
    const isWoken = Math.abs(now() - lastLook) > longestGap
    lastLook = now()
    // Who is online is seen anew first, by the fleet's own look; until then everybody would be gone.
    happens({ kind: isWoken ? 'woke' : 'look' })
    writeSoon()
    if (unannounced.agents.size === 0 && unannounced.batches.size === 0) return
    announce('updates.changed', { agents: [...unannounced.agents], batches: [...unannounced.batches] })
    unannounced.agents.clear()
    unannounced.batches.clear()
  }
  const lookAtBundled = async (): Promise<void> => {
    await refresh()
    startAutomatically()
  }
  const lookAtBundledSoon = (): void => void lookAtBundled().catch((error) => log(error, 'bundled agents'))
  let timers: NodeJS.Timeout[] = []
  const endBundled = installers.onChange(lookAtBundledSoon)
  const endFleet = fleet.onChange((ids) => {
    const gone = ids.filter((id) => !fleet.get(id) && schedule.updates.has(id))
    if (gone.length > 0) happens({ kind: 'removed', agents: gone })
  })

  /** Answered when it is on the disk. */
  const decided = async (event: ScheduleEvent): Promise<void> => {
    happens(event)
    await store.write()
  }
  /** Where no agent can connect, those that are at work did not go away, and nobody's time runs. */
  const lookedAgain = (): Promise<void> => (timers.length > 0 ? decided({ kind: 'look' }) : Promise.resolve())
  const changes = createQueue()
  const nameOf = (agent: FleetAgent | undefined): string => agent?.name || agent?.host || ''

  return {
    list: ({ agents, batch }) => {
      const asked = agents && new Set(agents)
      return [...schedule.updates.values()]
        .filter((update) => (!asked || asked.has(update.agent)) && (batch === undefined || update.batch === batch))
        .map((update) => agentUpdate(update, nameOf(fleet.get(update.agent))))
    },
    batches: () => updateBatches(schedule),
    async start(asked) {
      const found = await refresh()
      if (!found || found.updates.size === 0) {
        const { problem } = await installers.state()
        throw new ConsoleError(
          'refused',
          problem || 'No update of the agent came with this console. Nothing was started.',
        )
      }
      const left: { agent: string; agentName: string; reason: string }[] = []
      const taken: FleetAgent[] = []
      for (const id of asked === 'all' ? fleet.all().map((agent) => agent.id) : new Set(asked)) {
        const agent = fleet.get(id)
        if (!agent)
          throw new ConsoleError('not-found', 'One of these agents is not there any more. Nothing was started.')
        const reason = reasonToLeave(agent, schedule.updates.get(id), found)
        if (reason === '') taken.push(agent)
        else left.push({ agent: id, agentName: nameOf(agent), reason })
      }
      const batch = taken.length === 0 ? 0 : startBatch(taken, 'manual', found.release.version)
      await store.write()
      return { batch, queued: taken.length, isServed: timers.length > 0, left }
    },
    async decide(kind, batch) {
      if (!schedule.batches.has(batch)) throw new ConsoleError('not-found', `There is no batch ${batch} of updates.`)
      await decided({ kind, batch })
      return updateBatches(schedule).find(({ id }) => id === batch) as UpdateBatch
    },
    async hold(agents, isHeld) {
      const changed = agents.filter((id) => (fleet.get(id)?.isHeld ?? isHeld) !== isHeld)
      for (const id of changed) fleet.change(id, { isHeld })
      await fleet.flush()
      await lookedAgain()
      return changed.length
    },
    settings: () => settings,
    async changeSettings(change) {
      // Each goes out from what the one before left.
      settings = await changes(() => storeUpdateSettings(database, settings, change))
      announce('updates.changed', { agents: [], batches: [] })
      if (timers.length > 0) await lookAtBundled()
      await lookedAgain()
      return settings
    },
    newerVersion: ({ version }) => {
      const bundled = offered?.release.version ?? ''
      return bundled !== '' && versionState(version, bundled) === 'older' ? bundled : ''
    },
    async connected(agent, version, state) {
      const [platform, updateUnable] = [state?.platform ?? '', state?.unable ?? '']
      if (platform !== agent.platform || updateUnable !== agent.updateUnable)
        fleet.change(agent.id, { platform, updateUnable })
      happens({ kind: 'connected', agent: agent.id, version, state })
      const back = toldBack(schedule.updates.get(agent.id), state)
      if (!back) return undefined
      await store.write()
      if (back.kind === 'cancel') return { kind: 'cancel', offer: back.offer }
      if (!offered) return undefined
      const { manifest, roots } = offered
      const known = state?.root ?? 0
      return {
        kind: 'offer',
        offer: back.offer,
        manifest,
        roots: roots.filter((signed) => root.parse(payloadOf(signed)).number > known),
        rate: settings.agentRate,
      }
    },
    mayFetch: (agent, sha256) => {
      const update = schedule.updates.get(agent)
      const platform = fleet.get(agent)?.platform
      if (!update?.hasSlot || !offered || !platform || offered.release.version !== update.to) return false
      const isFetching = update.stage === 'offered' || update.stage === 'downloading' || update.stage === 'verifying'
      return isFetching && offered.updates.get(platform)?.sha256 === sha256
    },
    artifact: (sha256) => installers.update(sha256),
    async begin() {
      if (timers.length > 0) return
      await refresh()
      happens({ kind: 'woke' })
      lastLook = now()
      timers = [setInterval(look, lookEvery), setInterval(lookAtBundledSoon, bundledEvery)]
      for (const timer of timers) timer.unref()
      startAutomatically()
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      endBundled()
      endFleet()
      await store.write().catch((error) => log(error, 'updates of agents'))
    },
  }
}
