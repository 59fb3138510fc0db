import type { Reader } from '../database/connection.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'

/** Every vendor licence that the logs know: its own name, and the one it is shown under. */
export const knownVendorLicences = async (
  reader: Reader,
): Promise<{ readonly vendorLicence: string; readonly shownName: string }[]> => {
  const renames = await vendorLicenceRenames(reader)
  const rows = await reader.all<{ server: string; daemons: string }>(
    'SELECT source.server, daemons FROM file JOIN source ON source.id = file.source WHERE committed_part > 0',
  )
  const names = new Set(
    rows.flatMap(({ server, daemons }) => (JSON.parse(daemons) as string[]).map((daemon) => `${server};${daemon}`)),
  )
  return [...names].sort().map((vendorLicence) => ({
    vendorLicence,
    shownName: renames.get(vendorLicence) ?? vendorLicence,
  }))
}
