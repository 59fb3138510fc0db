import { capacityUncounted, capacityUnknown } from '../facts/derived-day.ts'
import { type LicenceRecord, mostCounted } from '../facts/licence-record.ts'

/** A record of one of the files whose licences one vendor daemon of one server serves. */
export interface FiledRecord extends LicenceRecord {
  readonly id: number
  readonly file: number
  /** Orders files by what they hold, so that the order of their import does not matter. */
  readonly fileOrder: string
  readonly fileName: string
}

/** So many licences of a feature on the days `[from, until)`; `null`: no beginning, no end. */
export interface Grant {
  readonly feature: string
  readonly version: string
  readonly from: number | null
  readonly until: number | null
  readonly licences: number
  readonly isNodeLocked: boolean
  readonly record: FiledRecord
}

export interface Grants {
  readonly grants: readonly Grant[]
  /** Why a record, by its id, does not count or counts in part, in words. */
  readonly leftOut: ReadonlyMap<number, string>
}

interface Changing extends Grant {
  from: number | null
  until: number | null
  licences: number
}

const startOf = (day: number | null): number => day ?? Number.NEGATIVE_INFINITY
const endOf = (day: number | null): number => day ?? Number.POSITIVE_INFINITY
const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)
const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/**
 * What records amount to (README of the licence-file importer, "What counts"): repeats count once, of FEATURE lines of one name and version
 * the first of a file, SUPERSEDE ends what was issued before, UPGRADE moves licences, a PACKAGE gives its components licences of their own.
 * Pure, and the same in whatever order the files came.
 */
export const licenceGrants = (records: readonly FiledRecord[]): Grants => {
  const leftOut = new Map<number, string>()
  const grants: Changing[] = []
  const inOrder = [...records].sort(
    (a, b) =>
      (a.fileOrder < b.fileOrder ? -1 : a.fileOrder > b.fileOrder ? 1 : 0) || a.file - b.file || a.line - b.line,
  )
  const place = (of: FiledRecord, from: FiledRecord): string =>
    of.file === from.file ? `line ${of.line}` : `${of.fileName}, line ${of.line}`

  const first = new Map<string, FiledRecord>()
  const counting = inOrder.filter((record) => {
    const same = first.get(record.digest)
    if (same) leftOut.set(record.id, `The same record stands in ${place(same, record)}; it counts once.`)
    else first.set(record.digest, record)
    return !same
  })
  const features = new Map<string, FiledRecord>()
  for (const record of counting) {
    if (record.kind === 'PACKAGE' || record.kind === 'UPGRADE') continue
    if (record.kind === 'FEATURE') {
      const key = `${record.file}/${record.feature}/${record.version}`
      const before = features.get(key)
      if (before) {
        leftOut.set(
          record.id,
          `A FEATURE of this name and version stands in line ${before.line}; only that one counts.`,
        )
        continue
      }
      features.set(key, record)
    }
    const { feature, version, from, until, licences, isNodeLocked } = record
    grants.push({ feature, version, from, until, licences, isNodeLocked, record })
  }
  replaceFeatures(grants, leftOut)
  supersede(grants, counting, leftOut)
  for (const record of counting) if (record.kind === 'UPGRADE') upgrade(record, grants, leftOut)
  const withPackages = openPackages(
    counting.filter(({ kind }) => kind === 'PACKAGE'),
    grants,
    leftOut,
  )
  return {
    grants: withPackages.filter(({ from, until, licences }) => startOf(from) < endOf(until) && licences !== 0),
    leftOut,
  }
}

/** FEATURE lines of one name and version in several files: the one that begins last counts from its beginning on. */
const replaceFeatures = (grants: readonly Changing[], leftOut: Map<number, string>): void => {
  const byName = Map.groupBy(
    grants.filter(({ record }) => record.kind === 'FEATURE'),
    ({ feature, version }) => `${feature}/${version}`,
  )
  for (const list of byName.values()) {
    const inOrder = list.toSorted(
      (a, b) => startOf(a.from) - startOf(b.from) || (a.record.digest < b.record.digest ? -1 : 1),
    )
    inOrder.forEach((grant, i) => {
      const next = inOrder[i + 1]
      if (!next || endOf(grant.until) <= startOf(next.from)) return
      grant.until = next.from ?? Number.NEGATIVE_INFINITY
      const { fileName, line } = next.record
      leftOut.set(
        grant.record.id,
        `A later FEATURE of this name and version, ${fileName}, line ${line}, takes its place.`,
      )
    })
  }
}

const supersede = (
  grants: readonly Changing[],
  records: readonly FiledRecord[],
  leftOut: Map<number, string>,
): void => {
  for (const by of records) {
    if (by.supersedes.length === 0 || by.issued === null) continue
    const names = new Set(by.supersedes)
    for (const grant of grants) {
      const { record } = grant
      if (record === by || !names.has(grant.feature) || record.issued === null || record.issued >= by.issued) continue
      grant.until = earlier(grant.until, by.from ?? by.issued)
      leftOut.set(record.id, `${by.fileName}, line ${by.line}, supersedes it from its beginning on.`)
    }
  }
}

/** Moves licences from the latest records of an older version, from `fromVersion` on, to a grant of the UPGRADE's own. */
const upgrade = (record: FiledRecord, grants: Changing[], leftOut: Map<number, string>): void => {
  const isBase = ({ feature, version, licences, record: base }: Changing): boolean =>
    feature === record.feature &&
    licences > 0 &&
    compareVersions(version, record.fromVersion) >= 0 &&
    compareVersions(version, record.version) < 0 &&
    (base.file !== record.file || base.line < record.line)
  const bases = grants.filter(isBase)
  // The record nearest above it in its own file gives first.
  const own = bases.filter(({ record: base }) => base.file === record.file).reverse()
  let wanted = record.licences === capacityUncounted ? 0 : record.licences
  for (const base of [...own, ...bases.filter((one) => !own.includes(one))]) {
    if (wanted === 0) break
    const from = later(base.from, record.from)
    if (startOf(from) >= endOf(base.until)) continue
    const moved = Math.min(wanted, base.licences)
    wanted -= moved
    const { feature, isNodeLocked } = base
    if (base.licences > moved) grants.push({ ...base, from, licences: base.licences - moved })
    grants.push({ feature, version: record.version, from, until: record.until, licences: moved, isNodeLocked, record })
    base.until = from ?? Number.NEGATIVE_INFINITY
  }
  if (wanted > 0)
    leftOut.set(
      record.id,
      wanted === record.licences
        ? `There is nothing of version ${record.fromVersion} or newer to upgrade; it adds no licences.`
        : `There are only ${record.licences - wanted} licences to upgrade; no more are added.`,
    )
}

/** Licences of a package's name give each component that many times its own number; without SUITE the name is no feature itself. */
const openPackages = (
  packages: readonly FiledRecord[],
  grants: readonly Changing[],
  leftOut: Map<number, string>,
): Changing[] => {
  const opened: Changing[] = []
  const names = new Set<string>()
  for (const record of packages) {
    const enabling = grants.filter(
      ({ feature, version }) =>
        feature === record.feature && (record.version === '' || compareVersions(version, record.version) === 0),
    )
    if (enabling.length === 0)
      leftOut.set(record.id, 'No FEATURE or INCREMENT of this name and version gives it licences yet.')
    if (!record.isSuite) for (const grant of enabling) names.add(`${grant.feature}/${grant.version}`)
    for (const grant of enabling)
      for (const { feature, licences } of record.components)
        opened.push({
          ...grant,
          feature,
          licences: grant.licences === capacityUncounted ? capacityUncounted : grant.licences * licences,
        })
  }
  return [...grants.filter(({ feature, version }) => !names.has(`${feature}/${version}`)), ...opened]
}

/** `2.0` before `10.0`, `2021.1` after `2021.01`: as numbers where both are, else part by part. */
const compareVersions = (a: string, b: string): number => {
  if (/^\d+(\.\d+)?$/.test(a) && /^\d+(\.\d+)?$/.test(b)) return Number(a) - Number(b)
  const [left, right] = [a.split('.'), b.split('.')]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '0', right[i] ?? '0']
    const difference = /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
    if (difference !== 0) return difference
  }
  return 0
}

export interface DayStep {
  /** `null`: no beginning is stated. */
  readonly day: number | null
  /** `capacityUnknown` where no grant is valid. */
  readonly licences: number
  /** In force from this day on. */
  readonly grants: readonly Grant[]
}

/** Grants of one feature as steps: on each day the sum of those valid then. */
export const grantSteps = (grants: readonly Grant[]): DayStep[] => {
  const days = new Set<number | null>()
  for (const { from, until } of grants) {
    days.add(from)
    if (until !== null) days.add(until)
  }
  const steps: DayStep[] = []
  for (const day of [...days].sort((a, b) => startOf(a) - startOf(b))) {
    const valid = grants.filter(({ from, until }) => startOf(from) <= startOf(day) && startOf(day) < endOf(until))
    steps.push({ day, licences: sumOf(valid), grants: valid })
  }
  return steps
}

/** Uncounted licences of one machine beside counted ones are no limit and no help to others; any other uncounted one means no limit. */
const sumOf = (valid: readonly Grant[]): number => {
  if (valid.length === 0) return capacityUnknown
  const counted = valid.filter(({ licences }) => licences !== capacityUncounted)
  if (counted.length === 0) return capacityUncounted
  if (valid.some(({ licences, isNodeLocked }) => licences === capacityUncounted && !isNodeLocked))
    return capacityUncounted
  const sum = counted.reduce((total, { licences }) => total + licences, 0)
  return sum > mostCounted ? capacityUncounted : sum
}
