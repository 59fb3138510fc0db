import type { EventName } from '../../core/contract/contract.ts'
import type { CallFrame, EventFrame, FrameFromCore } from '../../core/contract/frames.ts'
import type { ConnectionState, HostTransport } from './host-transport.ts'
import { uploadFile } from './upload-file.ts'
import { createWebSession } from './web-session.ts'

const subprotocol = 'lc.v1'
/** The host closes a socket with this code when its session is over. */
const sessionOver = 4401
const firstDelay = 500
const longestDelay = 15_000
const lostMessage = 'The connection to Lictor was lost before the answer came. Try again when it is back.'

/** After the line was down nobody knows what was missed: everybody hears that everything may have changed. */
const missed: readonly (EventFrame & { readonly event: EventName })[] = [
  { event: 'tasks.changed', data: { id: 0 } },
  { event: 'imports.changed', data: { id: 0 } },
  { event: 'data.changed', data: { sources: [] } },
  { event: 'notices.changed', data: { id: 0 } },
  { event: 'settings.changed', data: { names: [] } },
  { event: 'agents.changed', data: { ids: [] } },
  { event: 'gateway.changed', data: { scope: '' } },
  { event: 'agentGroups.changed', data: { id: 0 } },
  { event: 'customApplications.changed', data: { id: 0 } },
  { event: 'events.changed', data: { id: 0 } },
]

/** A page on the loopback web host: one WebSocket, opened again with growing pauses when it breaks. */
export const createWebTransport = (): HostTransport => {
  const session = createWebSession()
  const frameListeners = new Set<(frame: FrameFromCore) => void>()
  const stateListeners = new Set<(state: ConnectionState) => void>()
  const unanswered = new Set<number>()
  /** Calls made before the line was open for the first time. */
  const waiting: CallFrame[] = []
  let state: ConnectionState = { kind: 'connecting' }
  let socket: WebSocket | undefined
  let timer: number | undefined
  let delay = firstDelay
  let wasOpen = false

  const deliver = (frame: FrameFromCore) => {
    for (const listener of frameListeners) listener(frame)
  }
  const become = (next: ConnectionState) => {
    state = next
    for (const listener of stateListeners) listener(next)
  }
  const giveUp = (id: number) => deliver({ id, error: { code: 'busy', message: lostMessage } })
  const giveUpAll = () => {
    for (const { id } of waiting.splice(0)) giveUp(id)
    for (const id of unanswered) giveUp(id)
    unanswered.clear()
  }

  const refuse = () => {
    become({ kind: 'refused' })
    giveUpAll()
  }
  const tryLater = () => {
    const pause = delay * (0.8 + Math.random() * 0.4)
    delay = Math.min(delay * 2, longestDelay)
    become({ kind: 'lost', retryAt: Date.now() + pause })
    timer = window.setTimeout(connect, pause)
  }

  const connect = async () => {
    window.clearTimeout(timer)
    const found = await session.check()
    if (found === 'refused') return refuse()
    if (found === 'gone') return tryLater()
    const opened = new WebSocket(`ws://${window.location.host}/socket`, subprotocol)
    socket = opened
    opened.onopen = () => {
      delay = firstDelay
      become({ kind: 'open' })
      for (const frame of waiting.splice(0)) {
        unanswered.add(frame.id)
        opened.send(JSON.stringify(frame))
      }
      if (wasOpen) for (const frame of missed) deliver(frame)
      wasOpen = true
    }
    opened.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as FrameFromCore
      if ('id' in frame) unanswered.delete(frame.id)
      deliver(frame)
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      socket = undefined
      if (wasOpen) giveUpAll()
      if (code === sessionOver) refuse()
      else tryLater()
    }
  }
  void connect()

  return {
    send: (frame) => {
      if (socket?.readyState === WebSocket.OPEN) {
        unanswered.add(frame.id)
        socket.send(JSON.stringify(frame))
      } else if (!wasOpen && state.kind !== 'refused') waiting.push(frame)
      else queueMicrotask(() => giveUp(frame.id))
    },
    onFrame: (listener) => {
      frameListeners.add(listener)
    },
    // The line is never lost for good: it is opened again for as long as the page is.
    onClosed: () => {},
    offerFile: (file, onProgress, signal) => uploadFile(file, session.csrf(), onProgress, signal),
    downloadAddress: (exportId) => `/exports/${encodeURIComponent(exportId)}`,
    connection: () => state,
    onConnection: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    retryNow: () => {
      if (state.kind !== 'lost') return
      delay = firstDelay
      void connect()
    },
  }
}
