import type { Source, VendorLicenceRename } from '../../core/contract/sources.ts'

/** Vendor licences that reports show under one name. */
export interface ServerGroup {
  readonly name: string
  readonly members: readonly {
    /** `server;daemon`, as the logs have it. */
    readonly vendorLicence: string
    readonly server: string
    readonly sourceId: number
  }[]
}

/** What was renamed to one name is one group; whatever was not renamed stands alone. By name. */
export const serverGroupsOf = (
  sources: readonly Source[],
  renames: readonly VendorLicenceRename[],
): readonly ServerGroup[] => {
  const shown = new Map(renames.map(({ vendorLicence, shownName }) => [vendorLicence, shownName]))
  const groups = new Map<string, Map<string, ServerGroup['members'][number]>>()
  for (const { id, server, daemons } of sources)
    for (const daemon of daemons) {
      const vendorLicence = `${server};${daemon}`
      const name = shown.get(vendorLicence) ?? vendorLicence
      const members = groups.get(name) ?? new Map()
      // A server that several kinds of files tell of is one server.
      if (!members.has(vendorLicence)) members.set(vendorLicence, { vendorLicence, server, sourceId: id })
      groups.set(name, members)
    }
  return [...groups]
    .map(([name, members]) => ({ name, members: [...members.values()] }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
