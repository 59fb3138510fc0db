import type { SubjectDictionary } from '../../facts/subject-dictionary.ts'
import { numberedHandle } from '../../facts/subject-rows.ts'
import { moduleKind } from '../../importers/module-records/module-records.ts'
import { processKind } from '../../importers/process-records/process-records.ts'
import type { HeldRecordKind, RecordFields } from '../../importers/runs/held-records.ts'
import { addressKind } from '../../importers/url-records/url-records.ts'
import { longestRecord } from '../protocol/limits.ts'
import {
  type AddressRecord,
  type AgentRecord,
  agentRecord,
  type ModuleRecord,
  type ProcessRecord,
  runKey,
} from '../protocol/records.ts'
import type { RunKind } from './fold-job.ts'

/** What lines about the same program, user and exit status have in common: looked up once. */
export interface RunOwner {
  readonly kind: RunKind
  readonly host: string
  readonly subject: number
  /** Of a process its exit status; else 0, and the number of the process is told. */
  readonly detail: number
  readonly application: string
  readonly user: string
  /** What `runKey` puts behind pid and start. */
  readonly keyEnd: string
}

export type ReadLine =
  | {
      readonly owner: RunOwner
      readonly pid: string
      readonly start: number
      /** 0: it goes on. */
      readonly end: number
    }
  | { readonly record: Exclude<AgentRecord, ProcessRecord | ModuleRecord | AddressRecord> }
  | { readonly refused: string }

const kinds: { readonly [K in RunKind]: HeldRecordKind } = {
  process: processKind,
  module: moduleKind,
  address: addressKind,
}

/** `{"record":"process","start":1772438400000,"end":1772442000250,"pid":4312,` and the rest, which is the same for each run of a program. */
const head =
  /^\{"record":"(process|module|address)","start":([1-9]\d{11,12})(?:,"end":([1-9]\d{11,12}))?,"pid":(0|[1-9]\d{0,8}),/
const longestRest = 2000
const ownersKept = 50_000
/** As records.ts has it: 1980 to 2100. */
const earliest = 315_532_800_000
const latest = 4_102_444_800_000

/** Reads the lines of agents. Nothing is taken for granted: what was not read before is checked against the protocol. */
export const createRecordReader = (subjects: SubjectDictionary) => {
  const owners = new Map<string, RunOwner>()
  const handle = (text: string): number => numberedHandle(text) || subjects.text(text)

  const ownerOf = (run: ProcessRecord | ModuleRecord | AddressRecord): RunOwner | string => {
    const fields = run as unknown as { readonly [name: string]: string | number | undefined }
    const field: RecordFields = (name) => `${fields[name] ?? ''}`.trim()
    const values = kinds[run.record].subject(field)
    if (typeof values === 'string') return values
    return {
      kind: run.record,
      host: run.host,
      subject: subjects.subject(run.record, values),
      detail: run.record === 'process' ? handle(field('exitStatus')) : 0,
      application: run.application ?? '',
      user: run.user ?? '',
      keyEnd: runKey(run).slice(`${run.pid}@${run.start}`.length),
    }
  }

  const readAny = (line: string, rest: string): ReadLine => {
    let given: unknown
    try {
      given = JSON.parse(line)
    } catch {
      return { refused: 'it is not JSON' }
    }
    const checked = agentRecord.safeParse(given)
    if (!checked.success) {
      const [issue] = checked.error.issues
      return { refused: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not a record'}` }
    }
    const record = checked.data
    if (record.record !== 'process' && record.record !== 'module' && record.record !== 'address') return { record }
    if (record.end !== undefined && record.end < record.start) return { refused: 'it ends before it starts' }
    const owner = ownerOf(record)
    if (typeof owner === 'string') return { refused: owner }
    if (rest !== '' && rest.length < longestRest) {
      if (owners.size >= ownersKept) owners.clear()
      // A text cut out of a line would keep that line in memory.
      owners.set(Buffer.from(rest).toString(), owner)
    }
    return { owner, pid: `${record.pid}`, start: record.start, end: record.end ?? 0 }
  }

  return {
    read(line: string): ReadLine {
      if (line.length > longestRecord) return { refused: 'it is too long' }
      const found = head.exec(line)
      if (!found) return readAny(line, '')
      const [all, kind, startText, endText, pid] = found as unknown as [string, string, string, string?, string?]
      // The kind is part of it: a module's rest says nothing about a process.
      const rest = `${kind}${line.slice(all.length)}`
      const owner = owners.get(rest)
      if (!owner) return readAny(line, rest)
      const start = Number(startText)
      const end = endText === undefined ? 0 : Number(endText)
      const isSound = start >= earliest && start <= latest && (end === 0 || (end >= start && end <= latest))
      return isSound ? { owner, pid: pid as string, start, end } : readAny(line, '')
    },
    /** Number of a process as detail of what belongs to it. */
    handle,
  }
}
