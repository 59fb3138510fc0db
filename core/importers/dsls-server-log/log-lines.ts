import { midnightOf, secondOfDay } from '../observation/yearless-time.ts'

export interface DslsLine {
  /** Seconds since 1970 on the server's clock, with milliseconds. NaN: there is no such time. */
  readonly time: number
  readonly category: string
  readonly message: string
}

/** `2025/08/18 13:24:34:384 W LICENSESERV TDX not granted, …`: a colon stands before the milliseconds. */
const line = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d):(\d{3}) ([A-Z]) (\S+)\s+(.*)$/

export const isDslsLine = (text: string): boolean => line.test(text)

export const dslsLine = (text: string): DslsLine | undefined => {
  const found = line.exec(text)
  if (!found) return undefined
  const [, year, month, day, time = '', milliseconds, , category = '', message = ''] = found
  const seconds = midnightOf(Number(year), Number(month), Number(day)) + secondOfDay(time)
  return { time: seconds + Number(milliseconds) / 1000, category, message }
}

/** What usage tracing tells of a licence. */
export interface DslsTrace {
  readonly verb: string
  readonly feature: string
  readonly session: string
  readonly editor: string
  readonly model: string
  readonly count: number
  readonly host: string
  readonly user: string
  readonly process: string
  readonly clientVersion: string
  readonly pricing: string
}

/**
 * `Grant!!TDX!4711!480001980D1A9742!Tide Systems!ConcurrentUser!1!STD!ws-7 (4328…-0a0a142d.18)!10.1.2.3!k.osei!K.OSEI@…!C:\…\draw.exe!5.34!ALC`;
 * undefined: fields are missing.
 */
export const traceOf = (message: string): DslsTrace | undefined => {
  const fields = message.split('!')
  if (fields.length < 12 || fields[1] !== '') return undefined
  const [verb = '', , feature = '', , session = '', editor = '', model = '', number = '', , machine = ''] = fields
  const [, user = '', , process = '', clientVersion = '', pricing = ''] = fields.slice(10)
  const count = /^\d{1,9}$/.test(number) ? Number(number) : Number.NaN
  if (feature === '' || !(count > 0)) return undefined
  const host = machine.replace(/\s*\([^()]*\)\s*$/, '')
  return { verb, feature, session, editor, model, count, host, user, process, clientVersion, pricing }
}

export interface DslsDenial {
  readonly feature: string
  readonly reason: string
  readonly host: string
  readonly user: string
  readonly process: string
}

/** `TDX(4711) not granted, no more available license ( from client ws-7 (…)/10.1.2.3|k.osei|K.OSEI@…|C:\…\draw.exe )` */
const denial =
  /^(\S+?)(?:\([^()]*\))? not granted,? (.*?)\s*\( ?from client (\S+) [^|]*\|([^|]*)\|(?:[^|]*\|)?(.*?)\s*\)\s*$/

export const isDenial = (message: string): boolean => message.includes(' not granted')

/** undefined: fields are missing. The user's name is left out of the reason, so that equal reasons are equal. */
export const denialOf = (message: string): DslsDenial | undefined => {
  const found = denial.exec(message)
  if (!found) return undefined
  const [, feature = '', reason = '', host = '', user = '', process = ''] = found
  const plain = reason.replace(/^user \S+ /i, 'user ')
  return { feature, reason: plain.charAt(0).toUpperCase() + plain.slice(1), host, user, process }
}
