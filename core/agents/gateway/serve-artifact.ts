import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Updates } from '../agents-context.ts'
import { GatewayRefusal } from './gateway-refusal.ts'

const chunkBytes = 65_536
/** Milliseconds between two looks at whether a download that stands still may still go on. */
const lookEvery = 2000
/** Milliseconds that may be sent ahead of the rate. */
const burst = 100

/** When so many bytes may go at a rate, one after the other. @returns milliseconds to wait */
const createPacer = () => {
  let next = 0
  return (bytes: number, rate: number): number => {
    const now = performance.now()
    next = Math.max(next, now - burst) + (bytes / rate) * 1000
    return Math.max(0, next - now)
  }
}

/**
 * `bytes=5-` or `bytes=5-9` of a file, both ends included (RFC 9110, 14.1.2); anything else is left out, which the RFC allows.
 * @returns undefined: nothing of it lies within the file
 */
export const readRange = (header: string | undefined, bytes: number): { from: number; to: number } | undefined => {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === undefined) return { from: 0, to: bytes - 1 }
  const range = { from: Number(from), to: to ? Math.min(Number(to), bytes - 1) : bytes - 1 }
  return range.from > range.to ? undefined : range
}

interface Asked {
  readonly agent: string
  readonly sha256: string
  /** Header. */
  readonly range: string | undefined
  /** Ends the connection. */
  cut(): void
}

/**
 * Hands updates out to agents that have been offered them, within the rates of the settings, one download an agent. What ends early is cut
 * off with its connection: an error in the stream would only be printed by the server.
 */
export const createArtifacts = (updates: Updates, log: (error: unknown, where: string) => void) => {
  const ofAll = createPacer()
  const running = new Map<string, () => void>()

  const bytesOf = (
    handle: FileHandle,
    { agent, sha256, cut }: Asked,
    { from, to }: { readonly from: number; readonly to: number },
  ) => {
    const ofAgent = createPacer()
    const buffer = Buffer.alloc(chunkBytes)
    let position = from
    let isOver = false
    let look: NodeJS.Timeout | undefined
    const end = (): void => {
      if (isOver) return
      isOver = true
      clearInterval(look)
      if (running.get(agent) === stop) running.delete(agent)
      void handle.close().catch(() => undefined)
    }
    let stop: () => void = end
    const stream = new ReadableStream<Uint8Array>({
      start() {
        stop = () => {
          if (isOver) return
          end()
          cut()
        }
        running.get(agent)?.()
        running.set(agent, stop)
        look = setInterval(() => {
          if (!updates.mayFetch(agent, sha256)) stop()
        }, lookEvery)
        look.unref()
      },
      async pull(controller) {
        try {
          const { totalRate, agentRate } = updates.settings()
          // Some a second, or a slow one would look as if it stood still.
          const most = Math.min(chunkBytes, Math.ceil(Math.min(totalRate, agentRate) / 4))
          const wanted = Math.min(most, to - position + 1)
          const { bytesRead } = await handle.read(buffer, 0, wanted, position)
          if (bytesRead === 0) throw new Error('An update became shorter while it was sent.')
          await pause(Math.max(ofAll(bytesRead, totalRate), ofAgent(bytesRead, agentRate)))
          if (isOver) return
          if (!updates.mayFetch(agent, sha256)) return stop()
          position += bytesRead
          controller.enqueue(new Uint8Array(buffer.subarray(0, bytesRead)))
          if (position > to) {
            controller.close()
            end()
          }
        } catch (error) {
          if (isOver) return
          log(error, 'an update for an agent')
          stop()
        }
      },
      cancel: end,
    })
    return stream
  }

  return async (request: Asked): Promise<Response> => {
    const { agent, sha256, range } = request
    const file = /^[0-9a-f]{64}$/.test(sha256) ? await updates.artifact(sha256) : undefined
    if (!file) throw new GatewayRefusal('invalid', 'This console has no such update.')
    if (!updates.mayFetch(agent, sha256))
      throw new GatewayRefusal('busy', 'It is not the turn of this agent to be updated.', 30)
    const headers = {
      'accept-ranges': 'bytes',
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
    }
    const asked = readRange(range, file.bytes)
    if (!asked)
      return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${file.bytes}` } })
    const handle = await open(file.path, 'r')
    const { from, to } = asked
    const isPart = from > 0 || to < file.bytes - 1
    return new Response(bytesOf(handle, request, asked), {
      status: isPart ? 206 : 200,
      headers: {
        ...headers,
        'content-length': String(to - from + 1),
        ...(isPart ? { 'content-range': `bytes ${from}-${to}/${file.bytes}` } : {}),
      },
    })
  }
}
