import type { ImportRecord } from '../../core/contract/imports.ts'

/** Whether the file was copied from a browser page: then it lay under a name of the core's for the time of its import. */
export const isCopy = ({ path }: Pick<ImportRecord, 'path'>): boolean => /[\\/]upload-[0-9a-f]{16,}$/.test(path)

/** Where the file lay, as its owner knows it. */
export const pathWords = (record: Pick<ImportRecord, 'path'>): string =>
  isCopy(record) ? 'Handed over by a browser' : record.path
