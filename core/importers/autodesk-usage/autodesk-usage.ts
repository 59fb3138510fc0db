import { UsageKind } from '../../facts/usage-fact.ts'
import { csvFields } from '../tables/csv-fields.ts'
import { createCsvTable, headerLine, layoutOf, type TableLayout, tableRejections } from '../tables/csv-table.ts'
import type { ColumnPlaces } from '../tables/documented-columns.ts'
import { parseRowTime, type RowTime } from '../tables/row-time.ts'
import { type UsageReader, usageImporter } from '../usage-importer.ts'
import { autodeskColumns } from './autodesk-columns.ts'

/** A product and a date stand in many tables; a user or tokens, and a name that only such an export has, tell it from those. */
const isExport = (header: readonly string[], places: ColumnPlaces): boolean => {
  const has = (column: string): boolean => column in places
  const names = header.join(' ').toLowerCase()
  return has('tokens') ? has('user') || has('usage type') || has('sessions') : has('user') && /usage/.test(names)
}

const format = { columns: autodeskColumns, findsSynonyms: true }

const daySeconds = 86_400
/** What `number` of a row can hold, in thousandths. */
const mostTokens = 2_000_000

/** Seconds of the period that a row is about. */
const lengthOf = ({ seconds, isDay }: RowTime, isMonth: boolean): number => {
  if (!isDay) return 0
  if (!isMonth) return daySeconds
  const first = new Date(seconds * 1000)
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1) / 1000 - seconds
}

/** Whether a word of the file is about seats, or about tokens; undefined where it tells neither. */
const isSeatWord = (word: string): boolean | undefined =>
  /flex|token/i.test(word) ? false : /seat|subscri|named|single|assigned/i.test(word) ? true : undefined

const isMonthly = (header: string, layout: TableLayout | null | undefined): boolean =>
  /month/i.test((layout && csvFields(header, layout.delimiter)?.[layout.places.date as number]) ?? '')

interface State {
  readonly layout?: TableLayout | null
  readonly isByMonth: boolean
}

export const autodeskUsage = usageImporter({
  format: 'autodesk-usage',
  title: 'Autodesk token and seat usage (CSV)',
  yieldsUsage: true,
  sourceName: 'Autodesk usage',
  feeds: [137, 138, 146],
  columns: autodeskColumns,
  detector: {
    format: 'autodesk-usage',
    title: 'Autodesk token and seat usage (CSV)',
    score: (lines) => {
      const header = headerLine(lines)
      const layout = header === undefined ? undefined : layoutOf(header, format)
      return header !== undefined && layout && isExport(header.split(layout.delimiter), layout.places)
        ? { score: 0.8, reason: `its header names ${Object.keys(layout.places).join(', ')}` }
        : { score: 0, reason: 'its first line does not name a usage date, a product and a user or tokens' }
    },
  },
  rejections: {
    ...tableRejections,
    'not-a-time': {
      title: 'The date is not a date',
      explanation:
        'Known are 2024-03-04, 3/4/2024, 04.03.2024 and 4-Mar-2024, with or without a time of day. The row was left out. If days stand before months, say so in the column mapping.',
    },
    'no-product': { title: 'No product', explanation: 'The row does not say what was used. It was left out.' },
    'not-a-number': {
      title: 'Tokens or sessions are no number',
      explanation: 'Tokens must be a number from 0 to 2,000,000, sessions a whole one. The row was left out.',
    },
  },
  createReader(writer, resume, _startDay, columns): UsageReader {
    const state = resume as State | undefined
    const numberIn = (text: string, otherwise: number): number => {
      if (text === '') return otherwise
      // `1,250.5` and `2,5`
      const thousands = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)
      const number = Number(thousands ? text.replaceAll(',', '') : text.replace(/^(\d+),(\d{1,2})$/, '$1.$2'))
      return number >= 0 && number <= mostTokens ? number : Number.NaN
    }
    /** The header speaks of months: each row is about one. */
    let isByMonth = state?.isByMonth ?? false
    const table = createCsvTable(format, columns, state?.layout, {
      row(fields, { places, delimiter, isDayFirst }, lineNumber) {
        const of = (column: string): string => {
          const at = places[column]
          return at === undefined ? '' : (fields[at] as string).trim()
        }
        const turnDown = (reason: string): void => writer.reject(reason, lineNumber, fields.join(delimiter))
        const time = parseRowTime(of('date'), isDayFirst)
        if (!time) return turnDown('not-a-time')
        const feature = of('feature') || of('package')
        if (feature === '') return turnDown('no-product')
        const tokens = numberIn(of('tokens'), 0)
        const sessions = numberIn(of('sessions'), 1)
        if (Number.isNaN(tokens) || !Number.isInteger(sessions)) return turnDown('not-a-number')
        const isSeat = isSeatWord(of('usage type')) ?? of('tokens') === ''
        const subject = writer.subject('token', {
          sourceHost: of('source host'),
          vendor: 'Autodesk',
          package: of('package'),
          feature,
          version: of('version'),
          user: of('user'),
          type: isSeat ? 'seat' : of('collected by') || 'Autodesk account',
          team: of('team'),
        })
        writer.clock(time.isUtc ? 'utc' : 'wall')
        const number = isSeat ? 0 : Math.round(tokens * 1000)
        writer.row(UsageKind.stated, time.seconds, lengthOf(time, isByMonth), subject, sessions, 0, number)
        writer.used(isSeat ? 'seat' : 'tokens')
      },
      ignored: writer.ignored,
      reject: writer.reject,
    })
    return {
      line(text, lineNumber) {
        const before = table.layout
        table.line(text, lineNumber)
        if (table.layout !== before) isByMonth = isMonthly(text, table.layout)
      },
      finish: table.finish,
      get settled() {
        return table.settled
      },
      save: (): State => ({ layout: table.layout, isByMonth }),
    }
  },
})
