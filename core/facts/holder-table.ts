/** The holder dictionary as columns by id (index 0 is none), for worker threads. Grows only at the end. */
export interface HolderTable {
  daemon: Int32Array
  feature: Int32Array
  user: Int32Array
  host: Int32Array
  /** Entry of (daemon, feature) alone. */
  series: Int32Array
  /** Number of ids, 0 included. */
  size: number
}

export const createHolderTable = (): HolderTable => ({
  daemon: new Int32Array(1024),
  feature: new Int32Array(1024),
  user: new Int32Array(1024),
  host: new Int32Array(1024),
  series: new Int32Array(1024),
  size: 1,
})

/** (daemon, feature) → its entry, kept beside the table it was built from. */
const seriesOf = new WeakMap<HolderTable, Map<number, number>>()

export const appendHolders = (
  table: HolderTable,
  /** Four numbers a holder: daemon, feature, user, host. */
  holders: Int32Array,
): void => {
  const known = seriesOf.get(table) ?? new Map<number, number>()
  seriesOf.set(table, known)
  const size = table.size + holders.length / 4
  if (size > table.daemon.length) {
    const capacity = Math.max(size, table.daemon.length * 2)
    for (const name of ['daemon', 'feature', 'user', 'host', 'series'] as const) {
      const grown = new Int32Array(capacity)
      grown.set(table[name])
      table[name] = grown
    }
  }
  for (let at = 0; at < holders.length; at += 4) {
    const [daemon, feature, user, host] = [holders[at], holders[at + 1], holders[at + 2], holders[at + 3]] as [
      number,
      number,
      number,
      number,
    ]
    const id = table.size++
    table.daemon[id] = daemon
    table.feature[id] = feature
    table.user[id] = user
    table.host[id] = host
    const key = daemon * 0x1000000 + feature
    if (user === 0 && host === 0) known.set(key, id)
    table.series[id] = known.get(key) ?? 0
  }
}
