import type { MapCheck, MapFinding, MapFindingKind, MapGroup, MapUnmatched } from '../contract/mapping.ts'
import { isTyped, type MapRule } from './map-kinds.ts'
import { noGroupType, type ParsedEntry, type ParsedMap } from './map-text.ts'
import { isBeyondNames, keyOfName } from './match-key.ts'
import { comparable } from './pattern-index.ts'
import { defaultOf, groupTypesOf, indexEntries } from './resolve-names.ts'

const findingsKept = 500
const entriesKept = 1000
const membersKept = 100
const unmatchedKept = 200

/** What the entries of a map do to the known names. */
interface Uses {
  /** By entry: names it matches, and those of them that it takes. */
  readonly matched: Int32Array
  readonly taken: Int32Array
  /** By entry that takes nothing: the entry that took the first name it matches; -1: it matches none. */
  readonly beatenBy: Int32Array
  /** By group. */
  readonly members: Int32Array
  readonly names: readonly string[][]
  readonly unmatched: readonly MapUnmatched[]
}

/** Looks a map over against the names known from imports (in alphabetical order): what it says, and what is odd about it. */
export const checkMap = (map: ParsedMap, rule: MapRule, names: readonly string[]): MapCheck => {
  const uses = useOfEntries(map, rule, names)
  const { kept, counts } = limited([
    ...findingsOfLines(map, rule),
    ...findingsOfEntries(map, rule, uses, names.length > 0),
    ...findingsOfGroups(map, rule, uses, names.length > 0),
  ])
  const entriesOf = Map.groupBy(
    map.entries.map((entry, i) => ({ entry, takes: uses.taken[i] as number })),
    ({ entry }) => entry.group,
  )
  return {
    lines: map.lines,
    groups: map.groups.map(({ name, type, line }, group): MapGroup => {
      const own = entriesOf.get(group) ?? []
      return {
        name,
        type,
        line,
        entries: own
          .slice(0, entriesKept)
          .map(({ entry, takes }) => ({ line: entry.line, pattern: entry.pattern, takes })),
        entryCount: own.length,
        members: uses.members[group] as number,
        names: uses.names[group] as string[],
      }
    }),
    groupTypes: groupTypesOf(map),
    defaults: map.defaults,
    findings: kept,
    findingCounts: counts,
    unmatched: uses.unmatched,
    knownNames: names.length,
  }
}

/** Within a scope the first match alone counts: the whole map, the groups of one date, or one group of a map with many per name. */
const createScopes = ({ groups }: ParsedMap, { firstOf }: MapRule): ((entry: ParsedEntry) => number) => {
  if (firstOf === 'group') return ({ group }) => group
  if (firstOf === 'map') return () => 0
  const words = [...new Set(groups.map(({ type }) => type))]
  const scopes = groups.map(({ type }) => words.indexOf(type))
  return ({ group }) => scopes[group] as number
}

const useOfEntries = (map: ParsedMap, rule: MapRule, names: readonly string[]): Uses => {
  const index = indexEntries(map)
  const matched = new Int32Array(map.entries.length)
  const taken = new Int32Array(map.entries.length)
  const beatenBy = new Int32Array(map.entries.length).fill(-1)
  const members = new Int32Array(map.groups.length)
  const namesOf: string[][] = map.groups.map(() => [])
  const scopeOf = createScopes(map, rule)
  const typesCount = isTyped(rule)
  const types = typesCount ? groupTypesOf(map) : [noGroupType]
  const typeOfGroup = map.groups.map(({ type }) => (typesCount ? types.indexOf(type) : 0))
  const fallsTo = types.map((type) => defaultOf(map, typesCount ? type : undefined))
  const fallsToGroup = types.map((type, t) =>
    map.groups.findIndex((group) => group.name === fallsTo[t] && (!typesCount || group.type === type)),
  )
  const unmatched = types.map((type, t) => ({ type, fallsTo: fallsTo[t] as string, count: 0, names: [] as string[] }))
  const join = (group: number, name: string): void => {
    members[group] = (members[group] as number) + 1
    const list = namesOf[group] as string[]
    if (list.length < membersKept) list.push(name)
  }
  for (const name of names) {
    const found: number[] = []
    index.each(keyOfName(rule.names, name), (entry) => found.push(entry))
    const takers = new Map<number, number>()
    for (const entry of found) {
      matched[entry] = (matched[entry] as number) + 1
      const scope = scopeOf(map.entries[entry] as ParsedEntry)
      const before = takers.get(scope)
      if (before === undefined || entry < before) takers.set(scope, entry)
    }
    const joined = new Set<number>()
    for (const entry of takers.values()) {
      taken[entry] = (taken[entry] as number) + 1
      const { group } = map.entries[entry] as ParsedEntry
      join(group, name)
      joined.add(typeOfGroup[group] as number)
    }
    for (const entry of found) {
      const taker = takers.get(scopeOf(map.entries[entry] as ParsedEntry)) as number
      if (taker !== entry && beatenBy[entry] === -1) beatenBy[entry] = taker
    }
    for (let t = 0; t < types.length; t++) {
      if (joined.has(t)) continue
      const one = unmatched[t] as (typeof unmatched)[number]
      one.count++
      if (one.names.length < unmatchedKept) one.names.push(name)
      const group = fallsToGroup[t] as number
      if (group >= 0) join(group, name)
    }
  }
  return { matched, taken, beatenBy, members, names: namesOf, unmatched }
}

const adviceFor = (reason: string): string => {
  if (reason.includes('colon')) return 'Write it as MAP: Group or DEFAULT: Group; the lines below it count again then.'
  if (reason.includes('names no group')) return 'Write the name of the group after the colon.'
  if (reason.startsWith('stands')) return 'Put it where it belongs, or begin the line with # to keep it as a remark.'
  return 'Write it that way, or begin the line with # to keep it as a remark.'
}

const findingsOfLines = (map: ParsedMap, rule: MapRule): MapFinding[] => {
  const findings = map.malformed.map(
    ({ line, reason, text }): MapFinding => ({
      kind: 'malformed',
      severity: 'error',
      line,
      message: `Line ${line} ${reason}: “${text}”. It has no effect.`,
      advice: adviceFor(reason),
    }),
  )
  const defaults = new Map<string, number>()
  for (const { line, type } of map.defaults) {
    const key = isTyped(rule) ? type : ''
    const before = defaults.get(key)
    if (before === undefined) defaults.set(key, line)
    else
      findings.push({
        kind: 'duplicate',
        severity: 'warning',
        line,
        message: `Line ${line} is a second DEFAULT${key === '' ? '' : ` for ${key}`}; the one on line ${before} counts.`,
        advice: 'Remove one of the two.',
        otherLine: before,
      })
  }
  return findings
}

const findingsOfEntries = (
  map: ParsedMap,
  rule: MapRule,
  { matched, taken, beatenBy, members }: Uses,
  hasNames: boolean,
): MapFinding[] => {
  const index = indexEntries(map)
  const scopeOf = createScopes(map, rule)
  const findings: MapFinding[] = []
  map.entries.forEach((entry, i) => {
    if ((taken[i] as number) > 0) return
    const { line, pattern, match = pattern, group } = entry
    let cover = map.entries.length
    index.eachCovering(match, (other) => {
      const isBefore = other < i && scopeOf(map.entries[other] as ParsedEntry) === scopeOf(entry)
      if (isBefore && other < cover) cover = other
    })
    const other = map.entries[cover < map.entries.length ? cover : (beatenBy[i] as number)]
    if (other) {
      const isSame = comparable(other.match ?? other.pattern) === comparable(match)
      if (isSame && other.group === group)
        findings.push({
          kind: 'duplicate',
          severity: 'warning',
          line,
          message: `${pattern} stands in this group already, on line ${other.line}.`,
          advice: 'Remove one of the two lines.',
          otherLine: other.line,
        })
      else
        findings.push({
          kind: 'shadowed',
          severity: 'warning',
          line,
          message:
            cover < map.entries.length
              ? `${pattern} is never reached: ${other.pattern} on line ${other.line} takes all it could (${map.groups[other.group]?.name}).`
              : `${pattern} takes none of the ${matched[i]} known names it matches: earlier lines do, the first of them ${other.pattern} on line ${other.line}.`,
          advice:
            other.group === group ? 'Remove it.' : 'Move it above that line if it is meant to count, else remove it.',
          otherLine: other.line,
        })
    } else if (hasNames && (members[group] as number) > 0 && !isBeyondNames(rule, pattern))
      findings.push({
        kind: 'unused-pattern',
        severity: 'info',
        line,
        message: `${pattern} matches no ${nameWords[rule.names]} known from imports.`,
        advice: 'Nothing to do where it is meant for names to come; else look for a typing error.',
      })
  })
  return findings
}

/** The patterns of a group without any known name are not told one by one. */
const findingsOfGroups = (map: ParsedMap, rule: MapRule, { members }: Uses, hasNames: boolean): MapFinding[] => {
  const entries = new Int32Array(map.groups.length)
  const unknown = new Set<number>()
  for (const { group, pattern } of map.entries) {
    entries[group] = (entries[group] as number) + 1
    if (isBeyondNames(rule, pattern)) unknown.add(group)
  }
  return map.groups.flatMap(({ name, line }, group): MapFinding[] => {
    if (entries[group] === 0)
      return [
        {
          kind: 'empty-group',
          severity: 'warning',
          line,
          message: `${name} has no lines.`,
          advice: 'Write what belongs to it below this line, one a line, or remove it.',
        },
      ]
    if (!hasNames || (members[group] as number) > 0 || unknown.has(group)) return []
    return [
      {
        kind: 'unused-group',
        severity: 'info',
        line,
        message: `No name known from imports is in ${name}.`,
        advice: 'Nothing to do where it is meant for names to come; else look for typing errors in its members.',
      },
    ]
  })
}

const nameWords: { readonly [N in MapRule['names']]: string } = {
  user: 'user',
  host: 'host',
  program: 'program',
  'web-application': 'web application',
  address: 'domain',
  feature: 'feature',
  software: 'program or feature',
}

const limited = (findings: readonly MapFinding[]) => {
  const counts: { [K in MapFindingKind]: number } = {
    malformed: 0,
    duplicate: 0,
    shadowed: 0,
    'unused-pattern': 0,
    'unused-group': 0,
    'empty-group': 0,
  }
  const kept = findings.filter(({ kind }) => ++counts[kind] <= findingsKept)
  return { counts, kept: kept.sort((a, b) => a.line - b.line) }
}
