import {
  allLicenceBlocks,
  allLicenceRecords,
  allTypedCapacity,
  type StoredLicenceBlock,
  type StoredLicenceRecord,
  type TypedCapacityRow,
} from '../database/capacity-table.ts'
import type { Reader } from '../database/connection.ts'
import { type FileRow, licenceFiles } from '../database/file-table.ts'
import { logSources, type SourceRow } from '../database/source-table.ts'

export interface SourceOfLicences extends SourceRow {
  readonly daemons: readonly string[]
}

/** What tells for which sources the licence files are. */
export interface UseInputs {
  readonly files: readonly FileRow[]
  readonly blocks: readonly StoredLicenceBlock[]
  readonly sources: readonly SourceOfLicences[]
}

/** Everything stored that says how many licences there are, and for whom. */
export interface CapacityInputs extends UseInputs {
  readonly records: readonly StoredLicenceRecord[]
  readonly typed: readonly TypedCapacityRow[]
}

export const readCapacityInputs = async (reader: Reader): Promise<CapacityInputs> => ({
  ...(await readUseInputs(reader)),
  records: await allLicenceRecords(reader),
  typed: await allTypedCapacity(reader),
})

export const readUseInputs = async (reader: Reader): Promise<UseInputs> => {
  const daemons = await reader.all<{ source: number; daemon: string }>(
    `SELECT DISTINCT source, value AS daemon FROM file, json_each(daemons) WHERE committed_part > 0 AND is_document = 0
     ORDER BY source, value`,
  )
  const sources = await logSources(reader)
  return {
    files: await licenceFiles(reader),
    blocks: await allLicenceBlocks(reader),
    sources: sources.map((source) => ({
      ...source,
      daemons: daemons.filter((one) => one.source === source.id).map(({ daemon }) => daemon),
    })),
  }
}

/** Where the licences of one group of SERVER lines and one vendor daemon count. */
export interface LicenceUse {
  readonly file: number
  readonly block: number
  /** As in the licence file. */
  readonly daemon: string
  readonly hosts: readonly string[]
  /** Sources, with the daemon as their logs spell it; several where each server of a triad has a log of its own. */
  readonly sources: readonly { readonly id: number; readonly server: string; readonly daemon: string }[]
  /** Several servers have this daemon, and the file does not say which is meant. */
  readonly needsServer: boolean
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** `lic1` and `lic1.example.com`: the short name of one is the whole name of the other. */
const isShortFor = (a: string, b: string): boolean =>
  a.includes('.') !== b.includes('.') && same(a.split('.')[0] as string, b.split('.')[0] as string)

/**
 * Finds the sources that a licence file is of (docs/numbers.md, "Capacity"): by its SERVER hosts and vendor daemons; where it names no host,
 * the only source with that daemon. A server given by hand takes the place of all its hosts.
 */
export const licenceUses = ({ files, blocks, sources }: UseInputs): LicenceUse[] =>
  blocks.flatMap(({ file, block, hosts: written, daemons }) => {
    const given = files.find(({ id }) => id === file)?.server ?? ''
    const hosts = given === '' ? written : [given]
    return daemons.map((daemon): LicenceUse => {
      const candidates = sources.flatMap((source) => {
        const own = source.daemons.find((one) => same(one, daemon))
        return own === undefined ? [] : [{ id: source.id, server: source.server, daemon: own }]
      })
      const use = { file, block, daemon, hosts }
      if (hosts.length === 0)
        return candidates.length > 1
          ? { ...use, sources: [], needsServer: true }
          : { ...use, sources: candidates, needsServer: false }
      const exact = candidates.filter(({ server }) => hosts.some((host) => same(host, server)))
      if (exact.length > 0) return { ...use, sources: exact, needsServer: false }
      const short = hosts.map((host) => candidates.filter(({ server }) => isShortFor(host, server)))
      const isUnclear = short.some((found) => found.length > 1)
      const found = [...new Map(short.flat().map((source) => [source.id, source])).values()]
      return { ...use, sources: isUnclear ? [] : found, needsServer: isUnclear }
    })
  })
