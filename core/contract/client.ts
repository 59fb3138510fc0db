import type { CallName, EventName, Events, Params, Result } from './contract.ts'
import { ConsoleError } from './errors.ts'
import type { CallFrame, FrameFromCore } from './frames.ts'

/** All that a host must supply: a way out and a way in. Frames arrive whole and in order. */
export interface Transport {
  send(frame: CallFrame): void
  onFrame(listener: (frame: FrameFromCore) => void): void
  /** Called once when the line is lost for good; every waiting call is then rejected. */
  onClosed(listener: (reason: string) => void): void
}

export interface Client {
  call<Name extends CallName>(name: Name, params: Params<Name>): Promise<Result<Name>>
  on<Name extends EventName>(name: Name, listener: (data: Events[Name]) => void): () => void
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: ConsoleError) => void
}

/** The contract over a transport, the same for every host: an Electron window, a browser page, a command. */
export const createClient = (transport: Transport): Client => {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(data: never) => void>>()
  let nextId = 1
  let closed: string | undefined

  transport.onFrame((frame) => {
    if ('event' in frame) {
      for (const listener of listeners.get(frame.event) ?? []) listener(frame.data as never)
      return
    }
    const call = waiting.get(frame.id)
    if (!call) return
    waiting.delete(frame.id)
    if ('error' in frame) call.reject(new ConsoleError(frame.error.code, frame.error.message, frame.error.detail))
    else call.resolve(frame.result as never)
  })
  transport.onClosed((reason) => {
    closed = reason
    for (const call of waiting.values()) call.reject(new ConsoleError('busy', reason))
    waiting.clear()
  })

  return {
    call: (name, params) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(new ConsoleError('busy', closed))
        const id = nextId++
        waiting.set(id, { resolve: resolve as (result: never) => void, reject })
        transport.send({ id, call: name, params })
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (data: never) => void)
      return () => set.delete(listener as (data: never) => void)
    },
  }
}
