import { open } from 'node:fs/promises'
import type { LoggedEvent } from '../contract/events.ts'
import { csvField, guardFormula } from './csv.ts'

const iso = (at: number): string => (at === 0 ? '' : new Date(at).toISOString())

const columns: readonly { readonly name: string; readonly value: (event: LoggedEvent) => string | number }[] = [
  { name: 'Time', value: ({ at }) => iso(at) },
  { name: 'Last time', value: ({ lastAt }) => iso(lastAt) },
  { name: 'Times', value: ({ times }) => times },
  { name: 'Severity', value: ({ severity }) => severity },
  { name: 'Kind', value: ({ kind }) => kind },
  { name: 'Agent', value: ({ agentName }) => agentName },
  { name: 'Agent ID', value: ({ agent }) => agent },
  { name: 'Subject', value: ({ subject }) => subject },
  { name: 'Message', value: ({ message }) => message },
  { name: 'Detail', value: ({ detail }) => detail },
  { name: 'Open', value: ({ isOpen }) => (isOpen ? 'yes' : 'no') },
  { name: 'Acknowledged', value: ({ acknowledgedAt }) => iso(acknowledgedAt) },
]

/** Times are ISO 8601 in UTC; a text that a spreadsheet would take for a formula is prefixed with an apostrophe. */
const csvLine = (event: LoggedEvent): string =>
  `${columns.map(({ value }) => csvField(guardFormula(String(value(event))))).join(',')}\n`

const jsonObject = (event: LoggedEvent): string =>
  `  ${JSON.stringify(Object.fromEntries(columns.map(({ name, value }) => [name, value(event)])))}`

/** Writes all events that `next` gives, asked again with the last id until it gives none. @returns the file's size in bytes */
export const writeEventExport = async (
  path: string,
  format: 'csv' | 'json',
  next: (before?: number) => Promise<readonly LoggedEvent[]>,
): Promise<number> => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.write(format === 'csv' ? `${columns.map(({ name }) => csvField(name)).join(',')}\n` : '[')
    let before: number | undefined
    for (let some = await next(); some.length > 0; some = await next(before)) {
      const text =
        format === 'csv'
          ? some.map(csvLine).join('')
          : `${before === undefined ? '\n' : ',\n'}${some.map(jsonObject).join(',\n')}`
      await file.write(text)
      before = some.at(-1)?.id
    }
    if (format === 'json') await file.write('\n]\n')
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}
