import type { EventFrame } from '../contract/frames.ts'

export interface FeedListener {
  readonly send: (frame: EventFrame) => void
  readonly bufferedBytes: () => number
  readonly isOpen: () => boolean
  readonly hangUp: (reason: string) => void
}

export interface EventFeed {
  tell(frame: EventFrame): void
  /** Returns how to leave. */
  join(listener: FeedListener): () => void
  close(): void
}

/** Milliseconds within which equal events are told once. */
const interval = 100
/** Bytes not yet taken above which a listener's events wait. */
const fullBuffer = 4 * 1024 * 1024
/** Different events that may wait for one listener. None is ever dropped alone: a page that connects again asks anew for all it shows. */
const mostWaiting = 50_000

/** Tells events to every listener: `*.changed` with equal data once per 100 ms, and later to a listener that is slow to take them. */
export const createEventFeed = (): EventFeed => {
  const listeners = new Map<FeedListener, Map<string, EventFrame>>()
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    timer = undefined
    for (const [listener, waiting] of listeners) {
      if (waiting.size > 0 && !deliver(listener, waiting)) wake()
    }
  }
  const wake = (): void => {
    timer ??= setTimeout(flush, interval)
  }

  return {
    tell: (frame) => {
      const key = frame.event.endsWith('.changed')
        ? `${frame.event} ${JSON.stringify(frame.data)}`
        : `${frame.event} ${nextKey()}`
      for (const [listener, waiting] of listeners) {
        waiting.set(key, frame)
        if (waiting.size > mostWaiting) listener.hangUp('This page did not keep up with what changed.')
      }
      if (listeners.size > 0) wake()
    },
    join: (listener) => {
      listeners.set(listener, new Map())
      return () => listeners.delete(listener)
    },
    close: () => {
      clearTimeout(timer)
      timer = undefined
      listeners.clear()
    },
  }
}

let keys = 0
const nextKey = (): number => keys++

/** Sends what waits, in order, until the listener's buffer is full; whether all of it went. */
const deliver = (listener: FeedListener, waiting: Map<string, EventFrame>): boolean => {
  for (const [key, frame] of waiting) {
    if (!listener.isOpen()) return true
    if (listener.bufferedBytes() > fullBuffer) return false
    waiting.delete(key)
    try {
      listener.send(frame)
    } catch {
      // The line is lost; the listener leaves when its port says so.
      return true
    }
  }
  return true
}
