export interface SpoolTrouble {
  readonly code: 'spool-near-full' | 'spool-full' | 'spool-damaged'
  readonly detail: string
}

/** Share of the quota from which on it is told. */
export const nearFull = 0.8

/** What an admin should know of a spool. Bytes. */
export const spoolTroubles = (spool: {
  readonly used: number
  readonly quota: number
  readonly isRefusing: boolean
  readonly isDropping: boolean
  /** Why the disk takes nothing. */
  readonly disk: string | undefined
  readonly damage: string | undefined
}): SpoolTrouble[] => {
  const told: SpoolTrouble[] = []
  const figures = `${megabytes(spool.used)} of ${megabytes(spool.quota)} MB are used`
  if (spool.disk !== undefined) told.push({ code: 'spool-full', detail: `the disk takes nothing: ${spool.disk}` })
  else if (spool.isDropping) told.push({ code: 'spool-full', detail: `${figures}; the oldest records are given up` })
  else if (spool.isRefusing) told.push({ code: 'spool-full', detail: `${figures}; nothing more is read` })
  else if (spool.used >= spool.quota * nearFull) told.push({ code: 'spool-near-full', detail: figures })
  if (spool.damage !== undefined) told.push({ code: 'spool-damaged', detail: spool.damage })
  return told
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576)
