import { type Api, type CallName, contract } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { type AnswerFrame, callFrame, type EventFrame, type FrameFromCore } from '../contract/frames.ts'
import type { Json } from '../contract/json.ts'
import { createEventFeed } from './event-feed.ts'
import { whyNotJson } from './frame-limits.ts'

/**
 * One connected caller: a window, a page, a command. Frames arrive whole and in order; `send` may throw once the line is lost.
 * `bufferedBytes` says how much was sent and not yet taken; a port without it is never throttled.
 */
export interface Port {
  send(frame: FrameFromCore): void
  onFrame(listener: (frame: unknown) => void): void
  onClosed(listener: () => void): void
  bufferedBytes?(): number
  /** Hangs up on a caller that does not keep up. */
  close?(reason: string): void
}

export interface DispatcherOptions {
  readonly api: Api
  /** Tells every event of the core; returns how to stop listening. */
  readonly onEvent: (listener: (frame: EventFrame) => void) => () => void
  /** Called once for each fault that is not a `ConsoleError`, with the name of the call that met it. */
  readonly log: (error: unknown, call: string) => void
}

export interface Dispatcher {
  connect(port: Port): void
  /** Stops telling events. Calls that run are still answered. */
  close(): void
}

/** Calls one port may have running; a page needs a dozen. */
const mostRunning = 500
/** A port that has not taken this many bytes is hung up on. */
const mostBuffered = 16 * 1024 * 1024
/** Answers a frame that carries no usable id, so that whoever watches the line sees why. */
const noId = -1

/** Serves the api to any number of ports. Every frame that comes in is answered exactly once, whatever it holds; nothing is thrown. */
export const createDispatcher = ({ api, onEvent, log }: DispatcherOptions): Dispatcher => {
  const feed = createEventFeed()
  const stop = onEvent((frame) => feed.tell(frame))

  const run = async (frame: unknown): Promise<AnswerFrame> => {
    const id = idOf(frame)
    let name = 'frame'
    try {
      const call = parseCall(frame)
      name = call.name
      const work = api[call.name] as (params: unknown) => Promise<Json | undefined>
      return { id, result: (await work(call.params)) ?? null }
    } catch (error) {
      if (!(error instanceof ConsoleError)) log(error, name)
      return { id, error: crossing(error) }
    }
  }

  const connect = (port: Port): void => {
    let running = 0
    let open = true
    const send = (frame: FrameFromCore): void => {
      if (!open) return
      if ((port.bufferedBytes?.() ?? 0) > mostBuffered) hangUp('This page did not keep up with what it asked for.')
      else port.send(frame)
    }
    const hangUp = (reason: string): void => {
      open = false
      leave()
      port.close?.(reason)
    }
    const leave = feed.join({ send, bufferedBytes: () => port.bufferedBytes?.() ?? 0, isOpen: () => open, hangUp })

    const answer = async (frame: unknown): Promise<void> => {
      running++
      const reply = running > mostRunning ? tooMany(frame) : await run(frame)
      running--
      try {
        send(reply)
      } catch (error) {
        log(error, 'answer')
        if (open && 'result' in reply) trySend({ id: reply.id, error: crossing(error) })
      }
    }
    const trySend = (frame: FrameFromCore): void => {
      try {
        send(frame)
      } catch {
        // The line is lost; its `onClosed` follows.
      }
    }

    port.onFrame((frame) => void answer(frame))
    port.onClosed(() => {
      open = false
      leave()
    })
  }

  return {
    connect,
    close: () => {
      stop()
      feed.close()
    },
  }
}

/** What may be told of a fault: a `ConsoleError` as it is, of anything else only that it happened. */
const crossing = (
  error: unknown,
): { readonly code: ConsoleError['code']; readonly message: string; readonly detail?: string } =>
  error instanceof ConsoleError
    ? { code: error.code, message: error.message, ...(error.detail === undefined ? {} : { detail: error.detail }) }
    : {
        code: 'internal',
        message: 'This could not be done because of a fault inside Lictor. The details are in its log.',
      }

const tooMany = (frame: unknown): AnswerFrame => ({
  id: idOf(frame),
  error: {
    code: 'busy',
    message: `More than ${mostRunning} calls are waiting for an answer. Ask again when some of them are answered.`,
  },
})

const idOf = (frame: unknown): number => {
  const id =
    typeof frame === 'object' && frame !== null && Object.hasOwn(frame, 'id') ? (frame as { id: unknown }).id : noId
  return Number.isSafeInteger(id) && (id as number) >= 0 ? (id as number) : noId
}

const parseCall = (frame: unknown): { readonly name: CallName; readonly params: unknown } => {
  const reason = whyNotJson(frame)
  if (reason !== undefined) throw new ConsoleError('invalid', `The call was not made: ${reason}.`)
  const parsed = callFrame.safeParse(frame)
  if (!parsed.success) throw new ConsoleError('invalid', `The call was not made: ${firstIssues(parsed.error)}.`)
  const name = parsed.data.call
  // An inherited name (`toString`, `constructor`) is no call.
  if (!Object.hasOwn(contract, name)) throw new ConsoleError('invalid', `There is no call named “${name}”.`)
  const params = contract[name as CallName].params.safeParse(parsed.data.params)
  if (!params.success) throw new ConsoleError('invalid', `“${name}” was not called: ${firstIssues(params.error)}.`)
  return { name: name as CallName, params: params.data }
}

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}

const firstIssues = ({ issues }: Issues): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message))
    .join('; ')
    .slice(0, 500)
