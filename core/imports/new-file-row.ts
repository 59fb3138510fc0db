import { dirname } from 'node:path'
import type { ImportState } from '../contract/imports.ts'
import type { NewFile } from '../database/file-table.ts'
import type { ImportOptions } from './import-options.ts'
import { agentsZone } from './zone-names.ts'

/** The row of a file that waits for its turn. */
export const newFileRow = (
  path: string,
  name: string,
  options: ImportOptions,
  state: ImportState,
  size = 0,
): NewFile => ({
  state,
  source: 0,
  path,
  name,
  folder: dirname(path),
  entry: '',
  size,
  identity: '',
  chain: '[]',
  head: '',
  checkpoint: '',
  progress: '',
  committed_part: 0,
  provisional_part: 0,
  format: '',
  format_reason: '',
  server: options.server ?? '',
  server_given: options.server ? 1 : 0,
  daemons: '[]',
  zone: options.zone ?? options.machineZone ?? '',
  zone_origin: options.zone ? 'given' : options.machineZone ? agentsZone : '',
  options: JSON.stringify(options),
  findings: '{}',
  outcome: 'Waiting for its turn.',
  lines: 0,
  facts: 0,
  rejected: 0,
  duplicates: 0,
  started_at: Date.now(),
  finished_at: 0,
})
