import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { createInstants } from './record-instants.ts'
import { createRecordJoins, type RecordJoinsState, type RecordOwner, type RecordWord } from './record-joins.ts'

/** Fields of a record by name: texts, empty where left out. */
export type RecordFields = (name: string) => string

/** What an agent writes of one kind of thing that begins and ends: a process, a module in it, an address that it shows. */
export interface HeldRecordKind {
  /** Value of the field `record`, and kind of subject. */
  readonly record: 'process' | 'module' | 'address'
  /** The attributes of the subject in their order, or the key of a rejection. */
  subject(field: RecordFields): readonly string[] | string
  /** Tells things of one process that go on at the same time: the module. */
  identity(field: RecordFields): string
  /** What is told of each row besides. @param exitStatus as written, empty where left out */
  detail(pid: string, exitStatus: string): string
}

/** Ends of lines that are remembered. */
const endsKept = 50_000
/** Fields that stand in front, and nowhere else. */
const inFront = ['record', 'start', 'end', 'seen', 'pid', 'exitStatus']

/** A text without escapes, with its quotes, or a number. */
const token = '("[^"\\\\]*"|-?\\d+)'
const bare = (value: string): string => (value.charCodeAt(0) === 34 ? value.slice(1, -1) : value)

/** How the agent writes a line: what differs from run to run in front, so that the rest is the same for each run of a program by a user. */
const headOf = (record: string): RegExp =>
  new RegExp(
    `^\\{"record":"${record}","start":${token}(?:,"(end|seen)":${token})?(?:,"pid":(0|[1-9]\\d{0,9}))?(?:,"exitStatus":${token})?,`,
  )

const usedWords = { start: 'started', seen: 'still there', end: 'over' }

/** Reads lines of JSON about things that begin and end; see the README of process-records for the record. */
export const createHeldRecords = (writer: UsageWriter, kind: HeldRecordKind, resume: unknown): UsageReader => {
  writer.clock('utc')
  const instantOf = createInstants()
  const head = headOf(kind.record)
  const joins = createRecordJoins(writer, kind.record, kind.detail, resume as RecordJoinsState | undefined)
  const owners = new Map<string, RecordOwner>()

  const take = (of: RecordOwner, pid: string, word: RecordWord, start: number, until: number, exitStatus: string) => {
    joins.take(of, pid, word, start, until, exitStatus)
    writer.used(`${kind.record} ${usedWords[word]}`)
  }

  /** The line with all that JSON allows: any order, escapes, fields that nobody knows. */
  const readAny = (text: string, line: number) => {
    const reject = (reason: string): void => writer.reject(reason, line, text)
    let given: unknown
    try {
      given = JSON.parse(text)
    } catch {
      return reject('not-json')
    }
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return reject('not-json')
    const fields = given as { readonly [name: string]: unknown }
    if (fields.record !== kind.record) return reject('other-record')
    let isOdd = false
    const field: RecordFields = (name) => {
      const value = fields[name]
      if (value === undefined || value === null) return ''
      if (typeof value === 'string') return value.trim()
      if (typeof value === 'number') return `${value}`
      isOdd = true
      return ''
    }
    const [start = '', end = '', seen = '', pid = ''] = ['start', 'end', 'seen', 'pid'].map(field)
    const [host, exitStatus, values, identity] = [
      field('host'),
      field('exitStatus'),
      kind.subject(field),
      kind.identity(field),
    ]
    if (isOdd) return reject('not-a-text')
    if (start === '') return reject('no-start')
    const word: RecordWord = end !== '' ? 'end' : seen !== '' ? 'seen' : 'start'
    const from = instantOf(start)
    const until = word === 'start' ? Number.NaN : instantOf(word === 'end' ? end : seen)
    if (Number.isNaN(from) || (word !== 'start' && Number.isNaN(until))) return reject('not-an-instant')
    if (until < from) return reject('ends-before-it-starts')
    if (!/^\d{0,10}$/.test(pid) || (pid === '' && word !== 'end')) return reject('no-process-id')
    if (host === '') return reject('no-host')
    // `{"record":"process","start":"…","end":"…","pid":4312,"exitStatus":0,"host":"ws-17"}`: what ran was told when it started.
    const of = typeof values === 'string' ? joins.find(host, pid, identity, from) : joins.owner(values, identity)
    if (!of) return reject(values as string)
    take(of, pid, word, from, until, exitStatus)
  }

  /** Reads the end of a line as the agent writes it, once for all lines that end alike; undefined when that does not do. */
  const learn = (rest: string): RecordOwner | undefined => {
    let fields: { readonly [name: string]: unknown }
    try {
      fields = JSON.parse(`{${rest}`) as typeof fields
    } catch {
      return undefined
    }
    if (inFront.some((name) => name in fields)) return undefined
    if (Object.values(fields).some((value) => typeof value !== 'string' && typeof value !== 'number')) return undefined
    const field: RecordFields = (name) => `${fields[name] ?? ''}`.trim()
    const values = kind.subject(field)
    if (typeof values === 'string' || values[0] === '') return undefined
    if (owners.size >= endsKept) owners.clear()
    const owner = joins.owner(values, kind.identity(field))
    // A text cut out of a line would keep that line in memory.
    owners.set(Buffer.from(rest).toString(), owner)
    return owner
  }

  return {
    line(text, lineNumber) {
      if (text.trim() === '') return writer.ignored('blank line')
      const found = head.exec(text)
      if (found) {
        const [all, start, word = 'start', end = '', pid = '', exitStatus = ''] = found
        const from = instantOf(bare(start as string))
        const until = word === 'start' ? Number.NaN : instantOf(bare(end))
        const isPlain = !Number.isNaN(from) && (word === 'start' || until >= from) && (pid !== '' || word === 'end')
        const rest = text.slice(all.length)
        const owner = isPlain ? (owners.get(rest) ?? learn(rest)) : undefined
        if (owner) return take(owner, pid, word as RecordWord, from, until, bare(exitStatus))
      }
      readAny(text, lineNumber)
    },
    flush: joins.flush,
    finish: joins.finish,
    save: joins.save,
  }
}
