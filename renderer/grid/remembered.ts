import { api } from '../api.ts'

/** What this user's workstation remembers by name. Read once, then kept here; writes are gathered for half a second. */
let known: Promise<Map<string, string>> | undefined
/** Gathered writes by name: the timer, and what it will do. */
const waiting = new Map<string, { readonly timer: number; readonly write: () => void }>()

const all = (): Promise<Map<string, string>> => {
  known ??= api
    .call('preferences.read', {})
    .then((found) => new Map(Object.entries(found)))
    .catch(() => new Map())
  return known
}

// Reloaded or closed within that half second: what was just arranged goes along.
window.addEventListener('pagehide', () => {
  for (const { write } of waiting.values()) write()
})

export const recall = async (name: string): Promise<string | undefined> => (await all()).get(name)

/** `undefined` forgets. A failed write costs a column's width, not the reader's work: it is let go. */
export const remember = async (name: string, value: string | undefined): Promise<void> => {
  const values = await all()
  if (values.get(name) === value) return
  if (value === undefined) values.delete(name)
  else values.set(name, value)
  window.clearTimeout(waiting.get(name)?.timer)
  const write = () => {
    waiting.delete(name)
    api.call('preferences.write', { name, value: values.get(name) ?? null }).catch(() => null)
  }
  waiting.set(name, { timer: window.setTimeout(write, 500), write })
}
