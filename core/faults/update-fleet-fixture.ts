import { createHash, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { enrol } from '../../bench/fleet/enrol.ts'
import { openWire } from '../../bench/fleet/wire.ts'
import { seededRandom } from '../../bench/flexnet-log-generator.ts'
import type { AgentUpdateState } from '../agents/protocol/updates.ts'
import { isFinal } from '../agents/updates/schedule-types.ts'
import { temporaryFolder } from '../database/database-fixture.ts'
import { bundledUpdate } from './bundled-update-fixture.ts'
import { connectBody, machine } from './gateway-fixture.ts'
import { type ServedConsole, servedConsole } from './served-console-fixture.ts'

const [oldVersion, newVersion] = ['0.9.0', '1.0.0']

export interface FleetStory {
  readonly agents: number
  /** Seconds, as agents say; they are offline after two. */
  readonly interval: number
  readonly attempts: number
  /** The console is killed when so many agents have come to an end, and started again. */
  readonly killsAt: readonly number[]
  readonly seed: number
  /** Seconds. */
  readonly patience: number
}

/** What happened to the number of those at work. */
export interface FleetTrace {
  /** As the agents lived it: from the offer until just before they said how it ended, or vanished, or could not connect for two intervals. */
  readonly lived: readonly number[]
  /** As the console showed it, looked at again and again. */
  readonly shown: readonly number[]
  /** How each update ended, and what its agent runs. */
  readonly ends: readonly { readonly stage: string; readonly runs: string; readonly fetched: boolean }[]
  readonly batch: string
  readonly kills: number
  readonly seconds: number
}

/**
 * For tests: a served console brings a fleet of made-up agents up to date, over HTTP and with real downloads. Some fail, go back, vanish for a
 * time or never get an answer, and the console is killed.
 */
export const updateFleet = async (story: FleetStory): Promise<FleetTrace> => {
  const began = performance.now()
  const update = await bundledUpdate()
  const console = await servedConsole(await temporaryFolder(), update.resources)
  const random = seededRandom(story.seed)
  await console.call('updates.changeSettings', {
    ...{ attempts: story.attempts, soakSeconds: 0, waves: [100], stopAfterFailures: 1000, stopAfterPercent: 100 },
    ...{ restartSeconds: 30, installSeconds: 30, downloadStallSeconds: 30 },
  })
  const lived: number[] = []
  const atWork = new Set<string>()
  const note = (agent: string, isAtWork: boolean): void => {
    if (isAtWork === atWork.has(agent)) return
    if (isAtWork) atWork.add(agent)
    else atWork.delete(agent)
    lived.push(atWork.size)
  }
  const { token } = await console.call('agents.createToken', { uses: story.agents, lifetime: 3_600_000, note: '' })
  const fleet: MadeUpAgent[] = []
  for (let i = 0; i < story.agents; i += 20) {
    const some = Array.from({ length: Math.min(20, story.agents - i) }, (_, n) => `ws-${i + n}`)
    fleet.push(...(await Promise.all(some.map((host) => joinFleet(console, token, host, story, update, random, note)))))
  }
  await Promise.all(fleet.map((agent) => agent.connect()))
  await console.call('updates.start', { all: true })

  let isOver = false
  const lives = fleet.map((agent) => agent.live(() => isOver))
  const shown: number[] = []
  let kills = 0
  let batch = ''
  try {
    for (;;) {
      if (performance.now() - began > story.patience * 1000)
        throw new Error(`Not all came to an end: ${JSON.stringify(await console.call('updates.batches', {}))}`)
      const [first] = await console.call('updates.batches', {})
      if (!first) throw new Error('There is no batch.')
      const { counts, state } = first
      shown.push(counts.offered + counts.downloading + counts.verifying + counts.installing + counts.restarting)
      const ended = counts.done + counts.failed + counts.rolledBack + counts.cancelled
      batch = state
      if (ended === story.agents && state !== 'running') break
      if (ended >= (story.killsAt[kills] ?? Number.POSITIVE_INFINITY)) {
        kills++
        await console.kill()
        await console.start()
      }
      await pause(20)
    }
  } finally {
    isOver = true
    await Promise.all(lives)
  }
  const updates = new Map((await console.call('updates.list', {})).map((one) => [one.agent, one]))
  const ends = fleet.map(({ id, runs, hasFetched }) => {
    const found = updates.get(id)
    return { stage: found && isFinal(found) ? found.stage : 'none', runs: runs(), fetched: hasFetched() }
  })
  return { lived, shown, ends, batch, kills, seconds: (performance.now() - began) / 1000 }
}

interface MadeUpAgent {
  readonly id: string
  connect(): Promise<void>
  live(isOver: () => boolean): Promise<void>
  runs(): string
  /** The whole file, as it was signed, since it was last offered. */
  hasFetched(): boolean
}

const joinFleet = async (
  { socket }: ServedConsole,
  token: string,
  host: string,
  { interval }: FleetStory,
  { content, sha256 }: { readonly content: Buffer; readonly sha256: string },
  random: () => number,
  note: (agent: string, isAtWork: boolean) => void,
): Promise<MadeUpAgent> => {
  const id = randomUUID()
  const about = { version: oldVersion, machine: machine(host) }
  const credential = await enrol(socket, { protocol: 1, token, agent: id, ...about })
  if (credential.kind !== 'secret') throw new Error('A secret was expected.')
  const wire = openWire(socket, id, credential)
  let runs = oldVersion
  let current: AgentUpdateState['current']
  let have = Buffer.alloc(0)
  const isAtWork = () => current !== undefined && !['failed', 'rolledBack', 'done'].includes(current.stage)
  const end = (stage: 'failed' | 'rolledBack' | 'done', reason = '') => {
    if (!current) return
    note(id, false)
    current = { ...current, stage, reason }
  }

  let goesOffline: NodeJS.Timeout | undefined
  const connect = async (): Promise<void> => {
    const beganAt = performance.now()
    const state = { platform: 'linux-x64', unable: '', release: 0, root: 0, ...(current ? { current } : {}) } as const
    const more = { interval, isOwnInterval: true, update: state }
    const { update } = await wire.connect(
      connectBody(id, { ...about, version: runs, instance: id, ...more }),
      Buffer.alloc(0),
    )
    clearTimeout(goesOffline)
    goesOffline = setTimeout(() => note(id, false), beganAt + interval * 2000 - performance.now())
    goesOffline.unref()
    // The answer may be lost.
    if (random() < 0.03) return
    if (update?.kind === 'offer' && update.offer !== current?.offer) {
      current = { offer: update.offer, version: newVersion, stage: 'downloading', percent: 0, reason: '' }
      note(id, true)
    } else if (update?.kind === 'cancel' && update.offer === current?.offer) end('failed', 'The console called it off.')
    // Back from where it was, and nobody minds.
    else if (isAtWork()) note(id, true)
  }

  const work = async (): Promise<void> => {
    if (!current || !isAtWork()) return
    if (current.stage === 'restarting') {
      if (random() < 0.03) return end('rolledBack', 'It crashed three times.')
      runs = newVersion
      return end('done')
    }
    if (have.length < content.length) {
      // Every third is cut off somewhere.
      const most = random() < 0.3 ? Math.floor(random() * content.length) : content.length
      have = Buffer.concat([have, await fetchPart(socket, id, credential.secret, sha256, have.length, most)])
    }
    if (have.length < content.length)
      current = { ...current, percent: Math.floor((have.length / content.length) * 100) }
    else if (random() < 0.04) end('failed', 'The disk is full.')
    else current = { ...current, stage: 'restarting', percent: 100 }
  }

  return {
    id,
    connect,
    runs: () => runs,
    hasFetched: () => createHash('sha256').update(have).digest('hex') === sha256,
    async live(isOver) {
      while (!isOver()) {
        if (isAtWork() && random() < 0.04) {
          note(id, false)
          await pause(interval * 2400)
        }
        await work()
        // The console may be down.
        await connect().catch(() => undefined)
        await pause(isAtWork() ? 100 + random() * 100 : interval * 1000 * (0.4 + random() * 0.3))
      }
      wire.close()
    },
  }
}

/** The rest of a file, or less: what came until it was cut off, by whomever. */
const fetchPart = (socketPath: string, agent: string, secret: string, sha256: string, from: number, most: number) =>
  new Promise<Buffer>((resolve) => {
    const headers = { authorization: `Lictor ${agent} ${secret}`, range: `bytes=${from}-` }
    const pieces: Buffer[] = []
    let length = 0
    const done = () => resolve(Buffer.concat(pieces))
    const asked = request({ socketPath, path: `/v1/artifacts/${sha256}`, headers, agent: false }, (response) => {
      const isPart = response.statusCode === 206 || (response.statusCode === 200 && from === 0)
      response.on('data', (piece: Buffer) => {
        if (!isPart || length >= most) return
        pieces.push(piece)
        length += piece.length
        if (length >= most) asked.destroy()
      })
      response.on('close', done)
      response.on('error', done)
    })
    asked.on('error', done)
    asked.end()
  })
