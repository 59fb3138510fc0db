import { flexnetDebugLog } from './flexnet-debug-log/flexnet-debug-log.ts'
import { flexnetLicenceFile } from './flexnet-licence-file/flexnet-licence-file.ts'
import type { AnyImporter } from './importer.ts'

/** Every input format, in the order in which detection prefers them. A new one is a folder and a line here. */
export const importers: readonly AnyImporter[] = [flexnetDebugLog, flexnetLicenceFile]

export const importerByFormat = (format: string): AnyImporter | undefined =>
  importers.find((importer) => importer.format === format)
