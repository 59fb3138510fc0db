import { api } from '../api.ts'

/** What this user's workstation remembers by name. Read once, then kept here; writes are gathered for half a second. */
let known: Promise<Map<string, string>> | undefined
const waiting = new Map<string, number>()

const all = (): Promise<Map<string, string>> => {
  known ??= api
    .call('preferences.read', {})
    .then((found) => new Map(Object.entries(found)))
    .catch(() => new Map())
  return known
}

export const recall = async (name: string): Promise<string | undefined> => (await all()).get(name)

/** `undefined` forgets. A failed write costs a column's width, not the reader's work: it is let go. */
export const remember = async (name: string, value: string | undefined): Promise<void> => {
  const values = await all()
  if (values.get(name) === value) return
  if (value === undefined) values.delete(name)
  else values.set(name, value)
  window.clearTimeout(waiting.get(name))
  const write = () => api.call('preferences.write', { name, value: values.get(name) ?? null }).catch(() => null)
  waiting.set(name, window.setTimeout(write, 500))
}
