import { createHash } from 'node:crypto'
import { capacityUncounted } from '../../facts/derived-day.ts'
import {
  type LicenceFileFacts,
  type LicenceFileProblem,
  type LicenceRecord,
  type LicenceServerBlock,
  mostCounted,
} from '../../facts/licence-record.ts'
import { licenceDate } from './licence-dates.ts'
import { type LogicalLine, logicalLines, type Token, tokensOf } from './logical-lines.ts'

export interface ParsedLicenceFile extends LicenceFileFacts {
  /** Lines by what they were taken for. */
  readonly lineKinds: { readonly [kind: string]: number }
}

/** What keeps a record from counting: a key of `rejections` or `notes`. */
type Reason = string
type Known = { -readonly [K in keyof LicenceRecord]: LicenceRecord[K] }

/** Hosts that a file does not really name. */
const isNoHost = (host: string): boolean => /^(this_host|any|localhost|127\.0\.0\.1)$/i.test(host)

/** Reads a licence file's lines (README.md has the grammar). Never throws: what cannot be read is a problem with its line. */
export const parseLicenceFile = (lines: readonly string[]): ParsedLicenceFile => {
  const blocks: { hosts: string[]; daemons: string[] }[] = []
  const records: LicenceRecord[] = []
  const problems: LicenceFileProblem[] = []
  const lineKinds: Record<string, number> = {}
  /** How often an unsigned record stood in this file: nothing says that two of them are one licence. */
  const unsigned = new Map<string, number>()
  let isBeforeServer = true
  let previous = ''

  const tell = ({ line, lastLine, text }: LogicalLine, reason: Reason, isRejected: boolean): void => {
    problems.push({ line, lastLine, reason, isRejected, text: withoutSignature(text).slice(0, 200) })
  }
  const block = (): { hosts: string[]; daemons: string[] } => {
    if (blocks.length === 0) blocks.push({ hosts: [], daemons: [] })
    return blocks.at(-1) as (typeof blocks)[number]
  }
  const nameDaemon = (name: string): void => {
    const { daemons } = block()
    if (!daemons.some((known) => known.toLowerCase() === name.toLowerCase())) daemons.push(name)
  }

  for (const logical of logicalLines(lines)) {
    const tokens = tokensOf(logical.text)
    const keyword = (tokens[0]?.key === '' ? (tokens[0]?.value ?? '') : '').toUpperCase()
    const kind = keyword === 'DAEMON' ? 'VENDOR' : keyword
    const reject = (reason: Reason): void => tell(logical, reason, true)
    lineKinds[kinds.has(kind) ? kind : 'other'] = (lineKinds[kinds.has(kind) ? kind : 'other'] ?? 0) + 1
    if (!kinds.has(kind)) reject(/^[A-Za-z_]\w*=/.test(logical.text) ? 'continues-nothing' : 'unknown-keyword')
    else if (logical.isOpen) reject('open-quote')
    else if (kind === 'SERVER') {
      const host = tokens[1]?.value
      if (host === undefined) reject('fields-missing')
      else {
        if (!isBeforeServer && previous !== 'SERVER') blocks.push({ hosts: [], daemons: [] })
        isBeforeServer = false
        if (!isNoHost(host)) block().hosts.push(host)
      }
    } else if (kind === 'VENDOR') {
      const name = tokens[1]?.value
      if (name === undefined) reject('fields-missing')
      else nameDaemon(name)
    } else if (kind !== 'USE_SERVER' && kind !== 'FEATURESET') {
      const read = kind === 'PACKAGE' ? readPackage(tokens) : readLicences(kind as 'FEATURE', tokens)
      if (typeof read === 'string') reject(read)
      else {
        nameDaemon(read.daemon)
        const same = contentOf(kind, tokens)
        const isSigned = kind === 'PACKAGE' || tokens.some(isSignature)
        const nth = isSigned ? 0 : (unsigned.get(same) ?? 0)
        if (!isSigned) {
          unsigned.set(same, nth + 1)
          tell(logical, 'no-signature', false)
        }
        const { line, lastLine } = logical
        records.push({ ...read, line, lastLine, block: blocks.length - 1, digest: digestOf(`${same}\n${nth}`) })
      }
    }
    previous = kind
  }
  return { blocks: blocks as readonly LicenceServerBlock[], records, problems, lineKinds }
}

const kinds = new Set([
  'SERVER',
  'VENDOR',
  'USE_SERVER',
  'FEATURE',
  'INCREMENT',
  'UPGRADE',
  'PACKAGE',
  // Older licence files: a checksum over all their features.
  'FEATURESET',
])

const option = (tokens: readonly Token[], key: string): string | undefined =>
  tokens.find((token) => token.key === key)?.value

const isFlag = (tokens: readonly Token[], name: string): boolean =>
  tokens.some((token) => token.key === name || (token.key === '' && token.value.toUpperCase() === name))

type Read = Omit<Known, 'line' | 'lastLine' | 'block' | 'digest'>

/** `INCREMENT f vendor 1.0 31-dec-2026 5 …`, `UPGRADE f vendor 1.0 2.0 31-dec-2026 5 …` */
const readLicences = (kind: 'FEATURE' | 'INCREMENT' | 'UPGRADE', tokens: readonly Token[]): Read | Reason => {
  const isUpgrade = kind === 'UPGRADE'
  const fields = tokens.slice(1, isUpgrade ? 7 : 6)
  if (fields.length < (isUpgrade ? 6 : 5) || fields.some(({ hasValue }) => hasValue)) return 'fields-missing'
  const [feature, daemon, ...rest] = fields.map(({ value }) => value) as [string, string, ...string[]]
  const [version, expiry, count] = rest.slice(isUpgrade ? 1 : 0) as [string, string, string]
  const end = licenceDate(expiry)
  if (!end) return 'not-a-date'
  if (!/^(\d+|uncounted)$/i.test(count)) return 'not-a-count'
  const start = option(tokens, 'START')
  const begin = start === undefined ? undefined : licenceDate(start)
  if (start !== undefined && begin?.kind !== 'day') return 'not-a-date'
  const issued = dayOf(option(tokens, 'ISSUED'))
  const number = Number(count)
  const hostId = option(tokens, 'HOSTID')
  return {
    kind,
    daemon,
    feature,
    version,
    fromVersion: isUpgrade ? (rest[0] as string) : '',
    licences: number > 0 && number <= mostCounted ? number : capacityUncounted,
    from: begin?.kind === 'day' ? begin.day : issued,
    until: end.kind === 'day' ? end.day + 1 : null,
    issued,
    serial: option(tokens, 'SN') ?? '',
    isNodeLocked: hostId !== undefined && !/^(any|)$/i.test(hostId),
    supersedes: isFlag(tokens, 'SUPERSEDE') ? supersededBy(tokens, feature) : [],
    components: [],
    isSuite: false,
  }
}

/** `PACKAGE p vendor 1.0 COMPONENTS="a b:1.0 c:1.0:2" OPTIONS=SUITE`; older files have no version. */
const readPackage = (tokens: readonly Token[]): Read | Reason => {
  const [feature, daemon, version] = tokens.slice(1, 4)
  if (!feature || !daemon || feature.hasValue || daemon.hasValue) return 'fields-missing'
  const components = (option(tokens, 'COMPONENTS') ?? '')
    .split(/[\s\\]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [name, , count] = part.split(':') as [string, string?, string?]
      return { feature: name, licences: count === undefined || count === '' ? 1 : Number(count) }
    })
  if (components.length === 0) return 'no-components'
  if (components.some(({ feature: name, licences }) => name === '' || !Number.isSafeInteger(licences) || licences < 1))
    return 'not-a-count'
  return {
    kind: 'PACKAGE',
    daemon: daemon.value,
    feature: feature.value,
    version: version && !version.hasValue ? version.value : '',
    fromVersion: '',
    licences: 0,
    from: null,
    until: null,
    issued: null,
    serial: option(tokens, 'SN') ?? '',
    isNodeLocked: false,
    supersedes: [],
    components,
    isSuite: /^SUITE/i.test(option(tokens, 'OPTIONS') ?? ''),
  }
}

const dayOf = (text: string | undefined): number | null => {
  const date = text === undefined ? undefined : licenceDate(text)
  return date?.kind === 'day' ? date.day : null
}

const supersededBy = (tokens: readonly Token[], feature: string): string[] => {
  const names = (option(tokens, 'SUPERSEDE') ?? '').split(/\s+/).filter((name) => name !== '')
  return names.length > 0 ? names : [feature]
}

/** A signature, or the licence key that stood in its place before version 7: `FEATURE f v 1.0 1-jan-2005 5 7D57F8AC868C`. */
const isSignature = ({ key, value }: Token): boolean =>
  /^(SIGN2?|AUTH|SUPERSEDE_SIGN)$/.test(key) || (key === '' && /^[0-9A-F]{12,20}$/i.test(value))

/** A record as it counts, not as it is laid out: blanks and the case of keywords do not matter. */
const contentOf = (kind: string, tokens: readonly Token[]): string =>
  [
    kind,
    ...tokens.slice(1).map((token) => {
      const value = token.value.replace(/\s+/g, isSignature(token) ? '' : ' ').trim()
      return `${token.key}=${isSignature(token) ? value.toUpperCase() : value}`
    }),
  ].join('\n')

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** Signatures and keys are nobody's business in a report. */
export const withoutSignature = (text: string): string =>
  text
    .replace(/\b(SIGN2?|AUTH|SUPERSEDE_SIGN)=("[^"]*"?|\S*)/gi, '$1=…')
    .replace(/\b[0-9A-F]{4}(?:\s+[0-9A-F]{4}){2,}\b"?/gi, '…')
    .replace(/\b[0-9A-F]{12,}\b/gi, '…')
