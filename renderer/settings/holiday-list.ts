/** One day off. `date` is `YYYY-MM-DD`; a yearly one has the year 2000, which is a leap year, and means every year. */
export interface Holiday {
  readonly date: string
  readonly name: string
  readonly yearly?: true
}

export interface ReadHolidays {
  /** In order of date, each date once: the last name wins. */
  readonly holidays: readonly Holiday[]
  /** What could not be read, as it stands there, with its line (1-based). */
  readonly problems: readonly { readonly line: number; readonly text: string; readonly reason: string }[]
  /** Events of a calendar file that come back by another rule than *every year on this day*; only the day written there was taken. */
  readonly repeating: number
}

const pad = (text: string, length: number) => text.padStart(length, '0')

/** `2024-12-25`, or nothing where the calendar has no such day. */
const dateOf = (year: string, month: string, day: string): string | undefined => {
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : undefined
}

/** A day in text. Day before month with dots, ISO otherwise; `1/2/2024` could be either and is asked about. */
export const readDate = (text: string): string | undefined => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (iso) return dateOf(iso[1]!, iso[2]!, iso[3]!)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  return dotted ? dateOf(dotted[3]!, dotted[2]!, dotted[1]!) : undefined
}

/** `12-25` or `25.12.`: a day of every year. */
const readYearlyDate = (text: string): string | undefined => {
  const [, month, day] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  if (month && day) return dateOf('2000', month, day)
  const [, dottedDay, dottedMonth] = /^(\d{1,2})\.(\d{1,2})\.?$/.exec(text) ?? []
  return dottedDay && dottedMonth ? dateOf('2000', dottedMonth, dottedDay) : undefined
}

const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Days of one event, the last one not included, as calendar files count; a year at most. */
const daysOf = (from: string, to: string | undefined): readonly string[] => {
  const days = [from]
  for (let day = nextDay(from); to !== undefined && day < to && days.length < 366; day = nextDay(day)) days.push(day)
  return days
}

const keyOf = ({ date, yearly }: Holiday): string => `${yearly ? 0 : 1} ${date}`

/** Those of every year first, then by date. */
const inOrder = (holidays: readonly Holiday[]): readonly Holiday[] =>
  [...new Map(holidays.map((holiday) => [keyOf(holiday), holiday])).values()].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )

/** As many characters of a name are kept. */
const longestName = 100
const made = (date: string, name: string, isYearly: boolean): Holiday => ({
  date: isYearly ? `2000${date.slice(4)}` : date,
  name: name.slice(0, longestName),
  ...(isYearly ? { yearly: true } : {}),
})

/** `\,` and `\n` of a calendar file's text. */
const unescaped = (text: string): string =>
  text
    .replace(/\\[nN]/g, ' ')
    .replace(/\\(.)/g, '$1')
    .trim()

/** The days of a calendar file (`BEGIN:VCALENDAR`): date, length and summary of each event, nothing else. */
const readCalendarFile = (text: string): ReadHolidays => {
  const holidays: Holiday[] = []
  const problems: ReadHolidays['problems'][number][] = []
  let repeating = 0
  let event: { line: number; from?: string; to?: string; name: string; rule?: string } | undefined
  // A line that begins with a blank or tab goes on the one above it.
  const lines: { readonly line: number; text: string }[] = []
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^[ \t]/.test(line) && lines.length > 0) lines.at(-1)!.text += line.slice(1)
    else lines.push({ line: at + 1, text: line })
  }
  for (const { line, text: content } of lines) {
    if (/^BEGIN:VEVENT$/i.test(content)) event = { line, name: '' }
    if (!event) continue
    // DTSTART;VALUE=DATE:20241225
    const start = /^DTSTART[^:]*:(\d{8})/i.exec(content)
    const end = /^DTEND[^:]*:(\d{8})(T(?!000000))?/i.exec(content)
    const summary = /^SUMMARY[^:]*:(.*)$/i.exec(content)
    if (start) event.from = readDate(start[1]!)
    // An event that ends later than at midnight takes that day too.
    const to = end && readDate(end[1]!)
    if (to) event.to = end[2] ? nextDay(to) : to
    if (summary) event.name = unescaped(summary[1]!)
    event.rule = /^RRULE:(.*)$/i.exec(content)?.[1]?.toUpperCase() ?? event.rule
    if (!/^END:VEVENT$/i.test(content)) continue
    const { from, name, rule } = event
    const isYearly =
      rule !== undefined && /FREQ=YEARLY/.test(rule) && !/BY(DAY|SETPOS|WEEKNO|YEARDAY)|UNTIL|COUNT/.test(rule)
    if (from) for (const date of daysOf(from, event.to)) holidays.push(made(date, name, isYearly))
    else problems.push({ line: event.line, text: name, reason: 'The event has no date.' })
    if (from && rule !== undefined && !isYearly) repeating++
    event = undefined
  }
  return { holidays: inOrder(holidays), problems, repeating }
}

/**
 * Days off from pasted text: a line each, a date and a name (`2024-12-25 Christmas Day`, `25.12.2024;Christmas Day`, of every
 * year `12-25 Christmas Day`), or the text of a calendar file. Blank lines and lines that begin with `#` say nothing.
 */
export const readHolidays = (text: string): ReadHolidays => {
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) return readCalendarFile(text)
  const holidays: Holiday[] = []
  const problems: ReadHolidays['problems'][number][] = []
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    const content = line.trim()
    if (content === '' || content.startsWith('#')) continue
    const [, first = '', rest = ''] = /^([^\s,;|]+)(.*)$/.exec(content) ?? []
    const yearly = readYearlyDate(first)
    const date = yearly ?? readDate(first)
    const name = rest
      .replace(/^[\s,;|]+/, '')
      .replace(/^"(.*)"$/, '$1')
      .trim()
    if (date) holidays.push(made(date, name, yearly !== undefined))
    else
      problems.push({
        line: at + 1,
        text: content,
        reason: /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(first)
          ? 'Day or month may stand first. Write the date as 2024-12-25.'
          : 'The line does not begin with a date such as 2024-12-25.',
      })
  }
  return { holidays: inOrder(holidays), problems, repeating: 0 }
}

/** As text again, a line each, for the field they are typed into. */
export const writeHolidays = (holidays: readonly Holiday[]): string =>
  holidays.map(({ date, name, yearly }) => `${yearly ? date.slice(5) : date} ${name}`.trim()).join('\n')
