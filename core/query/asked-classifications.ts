import { ConsoleError } from '../contract/errors.ts'
import type { ReportRequest } from '../contract/reports.ts'
import type { DataType } from '../data-types/data-type.ts'

/** What a request says of each classification of its type. */
export interface AskedClassifications {
  isGrouped(label: string): boolean
  /** Patterns of the values that are wanted; empty: all. */
  wanted(label: string): readonly string[]
  /** Labels grouped by, in the type's order. */
  readonly grouped: readonly string[]
}

/** @throws ConsoleError `invalid` for a classification that the type does not have, naming those that it has */
export const askedClassifications = (type: DataType, { groupBy, where }: ReportRequest): AskedClassifications => {
  const find = (label: string): string => {
    const found = type.classifications.find(({ name }) => name.toLowerCase() === label.trim().toLowerCase())
    if (found) return found.name
    if (type.fields)
      throw new ConsoleError(
        'invalid',
        `${type.name} [${type.id}] lists single records: they are neither grouped nor filtered. Leave ${label} out.`,
      )
    const known = type.classifications.map(({ name }) => name).join(', ')
    throw new ConsoleError(
      'invalid',
      `${type.name} [${type.id}] has no classification named ${label}. It has: ${known}.`,
    )
  }
  const wantedGroups = groupBy === null ? undefined : new Set(groupBy.map(find))
  const filters = new Map<string, string[]>()
  for (const { name, values } of where) {
    const label = find(name)
    filters.set(label, [...(filters.get(label) ?? []), ...values])
  }
  const isGrouped = (label: string): boolean => wantedGroups === undefined || wantedGroups.has(label)
  return {
    isGrouped,
    wanted: (label) => filters.get(label) ?? [],
    grouped: type.classifications.filter(({ name }) => isGrouped(name)).map(({ name }) => name),
  }
}
