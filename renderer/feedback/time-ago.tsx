import { useSyncExternalStore } from 'react'
import { formatAgo, formatInstantWithOffset } from '../formats.ts'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: number | undefined

/** One clock for all relative times on the page, once every 20 seconds. */
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 20_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.clearInterval(timer)
    timer = undefined
  }
}

interface TimeAgoProps {
  /** Epoch milliseconds. */
  readonly at: number
  readonly zone?: string
}

/** `3 min ago`, with the instant on hover. */
export const TimeAgo = ({ at, zone }: TimeAgoProps) => {
  const shownNow = useSyncExternalStore(subscribe, () => now)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstantWithOffset(at, zone)}>
      {formatAgo(at, Math.max(shownNow, at))}
    </time>
  )
}
