import { type CsvRecords, createCsvRecords, csvDelimiter } from '../tables/csv-fields.ts'
import { parseRowTime } from '../tables/row-time.ts'
import type { UsageWriter } from '../usage-importer.ts'
import type { EventFile, EventReceiver } from './windows-event.ts'

/** A message has so many lines at most: that of a logon has some 70. */
const longestMessage = 200
const longestData = 2000

/** Names of columns, in small letters without blanks, as the Event Viewer and PowerShell's Export-Csv write them. */
const columns = {
  id: ['eventid', 'id', 'instanceid'],
  time: ['dateandtime', 'timecreated', 'timegenerated'],
  computer: ['machinename', 'computer', 'computername'],
  provider: ['source', 'providername'],
  message: ['message', 'description'],
} satisfies { readonly [what: string]: readonly string[] }
type Column = keyof typeof columns

const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()

const columnsOf = (header: readonly string[]): { readonly [what in Column]: number } => {
  const names = header.map(plain)
  const find = (what: Column): number => names.findIndex((name) => columns[what].includes(name))
  const message = find('message')
  return {
    id: find('id'),
    time: find('time'),
    computer: find('computer'),
    provider: find('provider'),
    // The Event Viewer's header leaves out the last column.
    message: message < 0 ? header.length : message,
  }
}

/** Whether a line can be the header of an exported event log. */
export const isEventHeader = (line: string): boolean => {
  const { id, time } = columnsOf(line.split(/[,;\t]/))
  return id >= 0 && time >= 0
}

/** `1/15/2026 9:05:03 AM`, `15.01.2026 09:05:03`: the order of day and month is that of the computer, and stays once a day above 12 told it. */
const createWallTimes = () => {
  let isDayFirst: boolean | undefined
  return (text: string): number => {
    const [, first, second] = /^(\d{1,2})[/-](\d{1,2})[/-]\d{4}/.exec(text.trim()) ?? []
    if (Number(first) > 12) isDayFirst = true
    else if (Number(second) > 12) isDayFirst = false
    const found = parseRowTime(text, isDayFirst ?? !/[ap]m\s*$/i.test(text))
    return found && !found.isUtc && !found.isDay ? found.seconds : Number.NaN
  }
}

/**
 * Names and values of a message: `Process Information:` above `	New Process ID:		0x1f40`. An account is told apart by the part it stands
 * in, as XML does: `Creator Subject:` and `Target Subject:` above `	Account Name:		lena`.
 */
const dataOf = (message: string): ReadonlyMap<string, string> => {
  const data = new Map<string, string>()
  let part = ''
  for (const line of message.split('\n')) {
    // Nothing that counts is as long.
    if (line.length > longestData) continue
    const found = /^(\s*)([^:]{1,60}):[ \t]*(.*?)\s*$/.exec(line)
    if (!found) continue
    const [, indent, label = '', value = ''] = found
    const name = plain(label)
    if (value === '' && indent === '') {
      part = name === 'targetsubject' ? 'target' : name.endsWith('subject') ? 'subject' : ''
      continue
    }
    const account = name === 'accountname' ? 'username' : name === 'accountdomain' ? 'domainname' : ''
    const key = part !== '' && account !== '' ? `${part}${account}` : name
    if (!data.has(key)) data.set(key, value)
  }
  return data
}

/** Comma, semicolon or tab between fields, the message over many lines in quotes; times of the computer's own clock and form. */
export const readEventCsv = (writer: UsageWriter, receive: EventReceiver): EventFile => {
  writer.clock('wall')
  const wallTime = createWallTimes()
  let records: CsvRecords | undefined
  let at: ReturnType<typeof columnsOf> | undefined

  const take = (fields: readonly string[], firstLine: number, lines: number) => {
    for (let i = 1; i < lines; i++) writer.ignored('line of an event')
    if (fields.length === 0) return writer.ignored('blank line')
    if (!at) {
      at = columnsOf(fields)
      return writer.ignored('header')
    }
    const { id, time, computer, provider, message } = at
    let data: ReadonlyMap<string, string> | undefined
    const event = {
      id: Number(fields[id] || Number.NaN),
      provider: (fields[provider] ?? '').trim(),
      computer: computer < 0 ? undefined : (fields[computer] ?? '').trim(),
      time: wallTime(fields[time] ?? ''),
      data: (name: string) => {
        data ??= dataOf(fields[message] ?? '')
        return data.get(name.toLowerCase()) ?? ''
      },
    }
    receive(event, firstLine, fields.join(','))
  }
  return {
    line(text, lineNumber) {
      records ??= createCsvRecords(
        csvDelimiter(text),
        take,
        (line, torn) => writer.reject('torn-event', line, torn),
        longestMessage,
      )
      records.line(text, lineNumber)
    },
    finish: () => records?.finish(),
  }
}
