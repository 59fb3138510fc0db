import { linesOf, type MalformedLine, whyUnusable, withoutComment } from './map-lines.ts'

/** One `GROUP`: features that together are one product. */
export interface FeatureSet {
  /** Of its GROUP line, 1-based. */
  readonly line: number
  /** Behind GROUP. */
  readonly name: string
  /** What reports show: `featureset=` of `general:`, else the name. */
  readonly featureset: string
  /** `featureset_version=`; empty: none. */
  readonly version: string
  /** `product_id=`, the Software ID of normalised types; empty: none. */
  readonly productId: string
  /** `vendor_license=`, a glob: the vendor licences it is about. */
  readonly vendorLicence: string
  /** `@cost=`; 1 when it is not said. The cheapest combination that covers what is held is taken. */
  readonly cost: number
  /** `@count=`, how many there are; undefined: not said. Of 0 there are none, and it covers nothing. */
  readonly count: number | undefined
  /** Globs of `elements:`. */
  readonly elements: readonly { readonly line: number; readonly pattern: string }[]
}

/** `featureset.map`, understood. */
export interface FeaturesetMap {
  readonly lines: number
  readonly sets: readonly FeatureSet[]
  /** What a feature belongs to that no set covers. */
  readonly unmapped: { readonly line: number; readonly featureset: string; readonly version: string }
  readonly malformed: readonly MalformedLine[]
}

type Section = 'rules' | 'general' | 'elements' | undefined
type Block = 'none' | 'lost' | 'default' | 'group' | 'unmapped'
type Values = { [key: string]: string }

interface OpenSet {
  readonly line: number
  readonly name: string
  readonly values: Values
  cost: number
  count: number | undefined
  readonly elements: { line: number; pattern: string }[]
}

/** Keys of `general:` that mean something here, and those of other consoles that count by themselves what they ask for. */
const used = new Set(['featureset', 'featureset_version', 'product_id', 'vendor_license'])
const without = new Set(['used_licenses', 'licenses', 'feature_version'])
const followedRules = [/^ignore\s+used_licenses\s*<\s*1$/i, /^count\s+used_licenses$/i]

/** Reads the blocks DEFAULT, GROUP and UNMAPPED; what is indented how does not matter. A line that says nothing is told and left out. */
export const parseFeaturesets = (text: string): FeaturesetMap => {
  const malformed: MalformedLine[] = []
  const sets: OpenSet[] = []
  const defaults: Values = {}
  const unmapped: Values = {}
  let unmappedLine = 0
  let hasDefault = false
  let block: Block = 'none'
  let section: Section
  const lines = linesOf(text)
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    const content = withoutComment(lines[at] as string)
    if (content === '') continue
    const reject = (reason: string) => malformed.push({ line, reason, text: content.slice(0, 300) })
    const unusable = whyUnusable(content)
    if (unusable) {
      reject(unusable)
      continue
    }
    const heading = /^(?:(DEFAULT|UNMAPPED)|GROUP(?:\s+(.*))?)$/i.exec(content.replace(/\s*:$/, ''))
    if (heading) {
      section = undefined
      const word = heading[1]?.toUpperCase() ?? 'GROUP'
      const name = unquoted(heading[2] ?? '')
      if (word === 'GROUP') {
        const why =
          name === ''
            ? 'is a GROUP line that names no featureset'
            : sets.some((one) => one.name.toLowerCase() === name.toLowerCase())
              ? 'is a second GROUP of this name'
              : undefined
        if (why) reject(why)
        else sets.push({ line, name, values: {}, cost: 1, count: undefined, elements: [] })
        block = why ? 'lost' : 'group'
      } else if (word === 'DEFAULT' ? hasDefault : unmappedLine > 0) {
        reject(`is a second ${word} block`)
        block = 'lost'
      } else {
        block = word === 'DEFAULT' ? 'default' : 'unmapped'
        if (word === 'DEFAULT') hasDefault = true
        else unmappedLine = line
      }
      continue
    }
    if (block === 'none' || block === 'lost') {
      reject(block === 'none' ? 'stands before the first block' : 'stands in a block that was not understood')
      continue
    }
    const begun = /^(rules|general|elements)\s*:$/i.exec(content)
    if (begun) {
      section = (begun[1] as string).toLowerCase() as Section
      if (section === 'elements' && block !== 'group') reject('begins elements outside a GROUP')
      continue
    }
    const set = block === 'group' ? sets.at(-1) : undefined
    if (content.startsWith('@')) {
      const why = set ? takeProperty(set, content) : 'stands outside a GROUP'
      if (why) reject(why)
    } else if (section === 'elements') {
      const pattern = /^feature\s*=\s*(.+)$/i.exec(content)?.[1]
      const name = pattern === undefined ? '' : unquoted(pattern)
      if (name === '' || !set) reject('is no element such as feature="solver"')
      else set.elements.push({ line, pattern: name })
    } else if (section === 'general') {
      const why = takeValue(block === 'default' ? defaults : (set?.values ?? unmapped), content)
      if (why) reject(why)
    } else if (section === 'rules') {
      if (!followedRules.some((rule) => rule.test(content))) reject('is a rule that is not known here')
    } else reject('stands in no section (rules:, general: or elements:)')
  }
  return {
    lines: lines.length,
    sets: sets.map(({ line, name, values, cost, count, elements }) => {
      const value = (key: string) => values[key] ?? defaults[key] ?? ''
      return {
        line,
        name,
        featureset: values.featureset || name,
        version: value('featureset_version'),
        productId: values.product_id ?? '',
        vendorLicence: value('vendor_license') || '*',
        cost,
        count,
        elements,
      }
    }),
    unmapped: {
      line: unmappedLine,
      featureset: unmapped.featureset || 'unmapped',
      version: unmapped.featureset_version ?? '',
    },
    malformed,
  }
}

/** `@cost=4`, `@count=99999`. @returns why it says nothing */
const takeProperty = (set: OpenSet, content: string): string | undefined => {
  const found = /^@(\w+)\s*=\s*(.*)$/.exec(content)
  const key = found?.[1]?.toLowerCase()
  const value = unquoted(found?.[2] ?? '')
  if (key === 'cost') {
    if (!/^\d{1,9}(\.\d{1,6})?$/.test(value)) return 'gives no cost such as @cost=4'
    set.cost = Number(value)
    return undefined
  }
  if (key === 'count') {
    if (!/^\d{1,9}$/.test(value)) return 'gives no count such as @count=10'
    set.count = Number(value)
    return undefined
  }
  return 'is neither @cost nor @count'
}

/** `featureset="CFD Pro"`. @returns why it says nothing */
const takeValue = (values: Values, content: string): string | undefined => {
  const found = /^(\w+)\s*=\s*(.*)$/.exec(content)
  const key = found?.[1]?.toLowerCase()
  if (key === undefined) return 'is no value such as featureset="CFD Pro"'
  if (without.has(key)) return undefined
  if (!used.has(key)) return `sets ${key}, which means nothing here`
  values[key] = unquoted(found?.[2] ?? '')
  return undefined
}

const unquoted = (text: string): string => {
  const trimmed = text.trim()
  const quoted = /^"(.*)"$/.exec(trimmed) ?? /^'(.*)'$/.exec(trimmed)
  return (quoted ? (quoted[1] as string) : trimmed).trim()
}
