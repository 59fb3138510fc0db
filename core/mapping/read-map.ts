import type { MapKind } from '../contract/mapping.ts'
import { type FeaturesetMap, parseFeaturesets } from './featureset-text.ts'
import { dayOfText, entitledOfHeading, priceOfHeading, timeoutOfHeading } from './map-heading.ts'
import { type MapRule, mapRule } from './map-kinds.ts'
import type { MalformedLine } from './map-lines.ts'
import { noGroupType, type ParsedGroup, type ParsedMap, parseMap } from './map-text.ts'
import { keyOfPattern, licenceKey } from './match-key.ts'

/**
 * A map of any kind, understood: what its kind asks of headings and lines is looked at, and what does not fit is left out and told.
 * Prices, entitlements and timeouts stand as the names of groups, dates and versions as their types.
 */
export const readMap = (kind: MapKind, text: string): ParsedMap => {
  if (kind === 'featureset.map') return mapOfFeaturesets(parseFeaturesets(text))
  const rule = mapRule(kind)
  if (rule.types === undefined) return parseMap(text)
  const parsed = parseMap(text, rule.brackets !== undefined)
  const why = parsed.groups.map((group) => whyNoHeading(kind, rule, group))
  const numbers = new Map<number, number>()
  const groups = parsed.groups.filter((_, group) => {
    if (why[group] !== undefined) return false
    numbers.set(group, numbers.size)
    return true
  })
  const malformed: MalformedLine[] = [...parsed.malformed]
  const reject = (line: number, reason: string, content: string) => malformed.push({ line, reason, text: content })
  const headings = parsed.headings.flatMap(({ line, group }) => {
    const number = numbers.get(group)
    if (number !== undefined) return [{ line, group: number }]
    reject(line, why[group] as string, headingText(parsed.groups[group] as ParsedGroup))
    return []
  })
  const entries = parsed.entries.flatMap((entry) => {
    const group = numbers.get(entry.group)
    if (group === undefined) {
      reject(entry.line, 'stands under a MAP line that was not understood', entry.pattern)
      return []
    }
    const match = keyOfPattern(rule.names, entry.pattern)
    return [match === undefined ? { ...entry, group } : { ...entry, group, match }]
  })
  const defaults = parsed.defaults.filter(({ line, group }) => {
    const reason = whyNoDefault(kind, rule, group)
    if (reason) reject(line, reason, `DEFAULT: ${group}`)
    return reason === undefined
  })
  malformed.sort((a, b) => a.line - b.line)
  return { lines: parsed.lines, groups, entries, headings, defaults, malformed }
}

const headingText = ({ name, type }: ParsedGroup): string => `MAP: ${name}${type === noGroupType ? '' : ` (${type})`}`

const whyNoHeading = (kind: MapKind, { brackets }: MapRule, { name, type }: ParsedGroup): string | undefined => {
  if (brackets === 'date' && type !== noGroupType && dayOfText(type) === undefined)
    return 'has in brackets what is no day such as 2024-01-31'
  if (kind === 'price-list.map' && !priceOfHeading(name))
    return 'names no price such as 1200 annual, 95.50 monthly split or none'
  if (kind === 'entitlement.map' && Number.isNaN(entitledOfHeading(name) ?? 0))
    return 'names no number of licences such as 25, or none'
  if (kind === 'timeout-per-app.map' && Number.isNaN(timeoutOfHeading(name)))
    return 'names no minutes: a number above 0, at most 1440'
  return undefined
}

const whyNoDefault = (kind: MapKind, { hasDefault }: MapRule, group: string): string | undefined => {
  if (!hasDefault) return 'is a DEFAULT line, which this map has no use for (a line * takes everything)'
  if (kind === 'timeout-per-app.map' && Number.isNaN(timeoutOfHeading(group)))
    return 'names no minutes: a number above 0, at most 1440'
  return undefined
}

/** As groups and lines, to be looked over like any other map. */
const mapOfFeaturesets = ({ lines, sets, unmapped, malformed }: FeaturesetMap): ParsedMap => ({
  lines,
  groups: sets.map(({ name, line }) => ({ name, type: noGroupType, line })),
  entries: sets
    .flatMap(({ elements, vendorLicence }, group) =>
      elements.map(({ line, pattern }) => ({
        line,
        pattern,
        group,
        match: licenceKey(vendorLicence, 'feature', pattern),
      })),
    )
    .sort((a, b) => a.line - b.line),
  headings: sets.map(({ line }, group) => ({ line, group })),
  defaults: unmapped.line > 0 ? [{ line: unmapped.line, group: unmapped.featureset, type: '' }] : [],
  malformed,
})
