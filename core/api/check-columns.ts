import { ConsoleError } from '../contract/errors.ts'
import { type Importer, isDocumentImporter } from '../importers/importer.ts'
import { importerByFormat, importers } from '../importers/registry.ts'
import { csvFields } from '../importers/tables/csv-fields.ts'
import { type ColumnMapping, mappedPlaces, plainName } from '../importers/tables/documented-columns.ts'

type TableImporter = Importer & Required<Pick<Importer, 'columns'>>

/** Formats whose columns can be told. */
export const tableImporters = (): readonly TableImporter[] =>
  importers.filter((one): one is TableImporter => !isDocumentImporter(one) && one.columns !== undefined)

/** @throws ConsoleError `invalid` where it is no format of tables */
export const tableImporter = (format: string): TableImporter => {
  const importer = importerByFormat(format)
  if (importer && !isDocumentImporter(importer) && importer.columns) return importer as TableImporter
  const known = tableImporters().map((one) => one.format)
  if (format === '')
    throw new ConsoleError('invalid', `Say with --format which format the columns are of: ${known.join(' or ')}.`)
  throw new ConsoleError('invalid', `Columns cannot be told of ${format}. They can of ${known.join(' and ')}.`)
}

/**
 * A mapping with the columns' documented names, as they may have been typed otherwise.
 * @param header names of the file, where it is known; @throws ConsoleError `invalid`
 */
export const checkedColumns = (format: string, columns: ColumnMapping, header?: readonly string[]): ColumnMapping => {
  const { columns: documented } = tableImporter(format)
  const names = new Map(documented.map(({ name }) => [plainName(name), name]))
  const checked: { [column: string]: string } = {}
  for (const [column, name] of Object.entries(columns)) {
    if (column === 'dates') {
      if (name !== 'day-first' && name !== 'month-first')
        throw new ConsoleError('invalid', `Dates are day-first or month-first, not ${name}.`)
      checked.dates = name
      continue
    }
    const known = names.get(plainName(column))
    if (known === undefined) {
      const all = documented.map((one) => one.name).join(', ')
      throw new ConsoleError('invalid', `${format} has no column named ${column}. It has: ${all}.`)
    }
    if (header && name !== '' && !mappedPlaces(header, { [known]: name }, [{ name: known, meaning: '' }]))
      throw new ConsoleError('invalid', `The file has no column named ${name}. It has: ${header.join(', ')}.`)
    checked[known] = name
  }
  return checked
}

/** `time=Date,"feature=Product, version"` as a mapping. @throws ConsoleError `invalid` */
export const parseColumns = (text: string): ColumnMapping => {
  const entries = (csvFields(text, ',') ?? []).map((field) => {
    const at = field.indexOf('=')
    if (at < 1)
      throw new ConsoleError(
        'invalid',
        `${field === '' ? 'An empty part' : `“${field}”`} of --columns is no pair. Write it as time=Date,feature=Product.`,
      )
    return [field.slice(0, at).trim(), field.slice(at + 1).trim()] as const
  })
  if (entries.length === 0)
    throw new ConsoleError('invalid', 'A quote in --columns is never closed. Write it as time=Date,feature=Product.')
  return Object.fromEntries(entries)
}
