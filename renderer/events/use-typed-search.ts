import { useEffect, useRef, useState } from 'react'

/** Milliseconds after the last key before the core is asked. */
const rest = 250

/** A search that is typed at once and asked for a moment later. */
export const useTypedSearch = (asked: string, onAsk: (text: string) => void) => {
  const [typed, setTyped] = useState(asked)
  const latest = useRef(onAsk)
  latest.current = onAsk
  // The address was changed from elsewhere.
  useEffect(() => setTyped(asked), [asked])
  useEffect(() => {
    if (typed === asked) return
    const timer = window.setTimeout(() => latest.current(typed), rest)
    return () => window.clearTimeout(timer)
  }, [typed, asked])
  return { value: typed, onChange: setTyped, label: 'Search all events' }
}
