/** A file as far as its stream can be told from it. */
export interface StreamOfFile {
  readonly server: string
  readonly daemons: readonly string[]
}

export interface KnownStream extends StreamOfFile {
  readonly id: number
}

/**
 * Which stream a file with a known server belongs to: one of the same server that shares a vendor daemon, or of which no daemon is known.
 * Several such streams turn out to be one: the first is kept, the others join it.
 */
export const streamOf = (
  file: StreamOfFile,
  streams: readonly KnownStream[],
): { readonly join?: number; readonly merge: readonly number[] } => {
  const fitting = streams.filter(
    ({ server, daemons }) =>
      server.toLowerCase() === file.server.toLowerCase() &&
      (daemons.length === 0 || file.daemons.length === 0 || daemons.some((daemon) => file.daemons.includes(daemon))),
  )
  const [first, ...others] = fitting.map(({ id }) => id).sort((a, b) => a - b)
  return first === undefined ? { merge: [] } : { join: first, merge: others }
}

/** `lmgrd.log`, `lmgrd.log.1`, `lmgrd-20240301.log.gz` and `lmgrd_2.log` continue each other: what is left without digits and rotation. */
export const stemOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.(gz|zip|bak|old)$/g, '')
    .replace(/[-_. ]?\d[\d\-_.:T ]*/g, '')
    .replace(/\.(bak|old)$/g, '')
