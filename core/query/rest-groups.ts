import type { HolderTable } from '../facts/holder-table.ts'
import { createCellTable } from './cell-table.ts'
import { type GroupTable, groupTable } from './group-tables.ts'
import type { NameLists } from './name-lists.ts'
import { createMatch, type ReportSpec, type SpecColumn, unknownValue } from './report-spec.ts'

/**
 * The groups of everything that is not of the series: user, host, and the groups that the maps put them into, as far as the report
 * groups by them. Numbers are the same in every worker: they follow the dictionary and the maps.
 */
export interface RestGroups {
  /** Group of a user and a host, ids; -1: filtered out. */
  of(user: number, host: number): number
  /** The same by the id of the one name that matters, where only one of both is a column of the type. */
  readonly ofUser: Int32Array
  readonly ofHost: Int32Array
  readonly groups: number
  readonly texts: readonly RestText[]
  /** Groups by the map, where the type has them: the classification of a name, whether the report groups by it or not. */
  readonly userGroups: GroupTable | undefined
  readonly hostGroups: GroupTable | undefined
}

/** Only those grouped by are meaningful. */
export interface RestText {
  readonly user: string
  readonly userGroup: string
  readonly host: string
  readonly hostGroup: string
}

export const createRestGroups = (spec: ReportSpec, holders: HolderTable, names: NameLists): RestGroups => {
  const column = (origin: string) => spec.columns.find((one) => one.origin === origin)
  const userGroups = column('user-group') && groupTable(names.user, spec.maps?.user)
  const hostGroups = column('host-group') && groupTable(names.host, spec.maps?.host)
  const user = createPart(names.user, column('user'), column('user-group'), userGroups)
  const host = createPart(names.host, column('host'), column('host-group'), hostGroups)
  const isBoth = user.texts.length > 1 && host.texts.length > 1
  const pairs = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
  if (isBoth) {
    for (let id = 1; id < holders.size; id++) {
      const u = user.of[holders.user[id] as number] as number
      const m = host.of[holders.host[id] as number] as number
      if (u >= 0 && m >= 0) pairs.at(u, m, 0, 0)
    }
  }
  const text = (u: number, m: number): RestText => {
    const { name, group } = user.texts[u] as PartText
    const on = host.texts[m] as PartText
    return { user: name, userGroup: group, host: on.name, hostGroup: on.group }
  }
  return {
    of(u, m) {
      const a = user.of[u] as number
      const b = host.of[m] as number
      if (a < 0 || b < 0) return -1
      // Where one of both is a single group, its number is 0.
      return isBoth ? pairs.at(a, b, 0, 0) : a + b
    },
    ofUser: user.of,
    ofHost: host.of,
    userGroups,
    hostGroups,
    get groups() {
      return isBoth ? Math.max(1, pairs.size) : Math.max(user.texts.length, host.texts.length)
    },
    texts: isBoth
      ? Array.from({ length: pairs.size }, (_, i) => text(pairs.keys[i * 4] as number, pairs.keys[i * 4 + 1] as number))
      : Array.from({ length: Math.max(user.texts.length, host.texts.length) }, (_, i) =>
          text(Math.min(i, user.texts.length - 1), Math.min(i, host.texts.length - 1)),
        ),
  }
}

interface PartText {
  readonly name: string
  readonly group: string
}

/** Number of each name, by id, and the numbers' texts: one of everything where neither the name nor its group is grouped by. */
const createPart = (
  names: readonly string[],
  name: SpecColumn | undefined,
  group: SpecColumn | undefined,
  groups: GroupTable | undefined,
) => {
  const passes = createMatch(name?.filter ?? [])
  const groupPasses = (groups?.texts ?? ['']).map(createMatch(group?.filter ?? []))
  const of = new Int32Array(names.length)
  const texts: PartText[] = []
  for (let id = 0; id < names.length; id++) {
    const g = groups ? (groups.of[id] as number) : 0
    const text = id === 0 ? unknownValue : (names[id] as string)
    if (!groupPasses[g] || !passes(text)) of[id] = -1
    else if (name?.grouped) of[id] = texts.push({ name: text, group: groups?.texts[g] ?? '' }) - 1
    else if (group?.grouped) of[id] = g
  }
  if (!name?.grouped && group?.grouped) for (const one of groups?.texts ?? []) texts.push({ name: '', group: one })
  return { of, texts: texts.length > 0 ? texts : [{ name: '', group: '' }] }
}
