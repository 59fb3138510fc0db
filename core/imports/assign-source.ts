/** A file as far as its stream can be told from it. */
export interface StreamFile {
  readonly id: number
  /** Name of the licence server. */
  readonly server: string
  readonly daemons: readonly string[]
  /** The source it belongs to so far; 0 for none. */
  readonly source: number
}

/** Files that are one licence server's log together, and the source that stands for them. */
export interface Stream {
  readonly server: string
  readonly files: readonly number[]
  /** Undefined: a new one is needed. */
  readonly source: number | undefined
}

/**
 * Puts files into streams: those of one server that share a vendor daemon, directly or through other files; a file that tells of no daemon
 * goes with the first of its server. Depends on the files alone, so a file that tied two streams together unties them when it is removed.
 * Each stream keeps the oldest source that its files had, as far as no other stream has taken it.
 */
export const groupStreams = (files: readonly StreamFile[]): Stream[] => {
  const groups: { server: string; daemons: Set<string>; files: StreamFile[] }[] = []
  const inOrder = [...files].sort(
    (a, b) => Number(a.daemons.length === 0) - Number(b.daemons.length === 0) || a.id - b.id,
  )
  for (const file of inOrder) {
    const fitting = groups.filter(
      ({ server, daemons }) =>
        server.toLowerCase() === file.server.toLowerCase() &&
        (file.daemons.length === 0 || daemons.size === 0 || file.daemons.some((daemon) => daemons.has(daemon))),
    )
    const [first, ...others] = file.daemons.length === 0 ? fitting.slice(0, 1) : fitting
    if (!first) {
      groups.push({ server: file.server, daemons: new Set(file.daemons), files: [file] })
      continue
    }
    first.files.push(file)
    for (const daemon of file.daemons) first.daemons.add(daemon)
    for (const other of others) {
      first.files.push(...other.files)
      for (const daemon of other.daemons) first.daemons.add(daemon)
      groups.splice(groups.indexOf(other), 1)
    }
  }
  const taken = new Set<number>()
  return groups
    .sort((a, b) => Math.min(...a.files.map(({ id }) => id)) - Math.min(...b.files.map(({ id }) => id)))
    .map(({ server, files: members }) => {
      const free = members.map(({ source }) => source).filter((source) => source > 0 && !taken.has(source))
      const source = free.length > 0 ? Math.min(...free) : undefined
      if (source !== undefined) taken.add(source)
      return { server, files: members.map(({ id }) => id).sort((a, b) => a - b), source }
    })
}

/** `lmgrd.log`, `lmgrd.log.1`, `lmgrd-20240301.log.gz` and `lmgrd_2.log` continue each other: what is left without digits and rotation. */
export const stemOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.(gz|zip|bak|old)$/g, '')
    .replace(/[-_. ]?\d[\d\-_.:T ]*/g, '')
    .replace(/\.(bak|old)$/g, '')
