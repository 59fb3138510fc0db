import type { Reader, Transaction } from './connection.ts'

/** Shown names of vendor licences, by `server;daemon` as the logs have it. */
export const vendorLicenceRenames = async (reader: Reader): Promise<Map<string, string>> => {
  const rows = await reader.all<{ vendor_licence: string; shown_name: string }>(
    'SELECT vendor_licence, shown_name FROM vendor_licence_rename ORDER BY vendor_licence',
  )
  return new Map(rows.map(({ vendor_licence, shown_name }) => [vendor_licence, shown_name]))
}

/** `undefined` takes the rename back. */
export const renameVendorLicence = async (
  tx: Transaction,
  vendorLicence: string,
  shownName: string | undefined,
): Promise<void> => {
  if (shownName === undefined)
    await tx.run('DELETE FROM vendor_licence_rename WHERE vendor_licence = ?', [vendorLicence])
  else
    await tx.run(
      'INSERT INTO vendor_licence_rename (vendor_licence, shown_name) VALUES (?, ?) ON CONFLICT (vendor_licence) DO UPDATE SET shown_name = excluded.shown_name',
      [vendorLicence, shownName],
    )
}

/** A vendor licence has another name of its own from now on: its shown name goes along, unless the new one has one already. */
export const moveRename = async (tx: Transaction, from: string, to: string): Promise<void> => {
  await tx.run('UPDATE OR IGNORE vendor_licence_rename SET vendor_licence = ? WHERE vendor_licence = ?', [to, from])
}
