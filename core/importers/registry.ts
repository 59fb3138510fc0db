import { flexnetDebugLog } from './flexnet-debug-log/flexnet-debug-log.ts'
import type { Importer } from './importer.ts'

/** Every input format, in the order in which detection prefers them. A new one is a folder and a line here. */
export const importers: readonly Importer[] = [flexnetDebugLog]

export const importerByFormat = (format: string): Importer | undefined =>
  importers.find((importer) => importer.format === format)
