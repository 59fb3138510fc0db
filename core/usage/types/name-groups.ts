import { parseMap } from '../../mapping/map-text.ts'
import { singleGroups, typedGroups } from '../../mapping/resolve-names.ts'
import type { UsageSpec } from '../usage-spec.ts'
import { unknownValue, type Values } from './values.ts'

/**
 * The groups of users and machines as the type's columns ask for them: one each from `license-user-mapping` and
 * `license-host-mapping`, any number from `user-to-groups.map` and `host-to-groups.map`. A name in several has one set of values for
 * each, so that it counts in all of them.
 */
export interface NameGroups {
  of(user: string, host: string): readonly Values[]
}

export const createNameGroups = ({ columns, maps }: Pick<UsageSpec, 'columns' | 'maps'>): NameGroups => {
  const has = (concept: string): boolean => columns.some((column) => column.concept === concept)
  const single = (concept: string, kind: string) => {
    const groups = singleGroups(parseMap(maps[kind] ?? ''))
    return remembered((name: string): string =>
      has(concept) && name !== '' ? (groups.texts[groups.of(name)] as string) : unknownValue,
    )
  }
  const userGroup = single('user-group', 'license-user-mapping')
  const hostGroup = single('host-group', 'license-host-mapping')
  const isOfHosts = has('typed-host-group')
  const typed = typedGroups(parseMap(maps[isOfHosts ? 'host-to-groups.map' : 'user-to-groups.map'] ?? ''))
  const groupsOf = remembered((name: string): readonly Values[] => {
    const found = typed.flatMap(({ type, texts, of }) =>
      name === '' ? [] : of(name).map((group): readonly [string, string] => [type, texts[group] as string]),
    )
    const pairs = found.length > 0 ? found : [[unknownValue, unknownValue] as const]
    return pairs.map(([type, group]) =>
      isOfHosts ? { 'host-group-type': type, 'typed-host-group': group } : { 'group-type': type, group },
    )
  })
  const isTyped = isOfHosts || has('group')
  return {
    of(user, host) {
      const own = { 'user-group': userGroup(user), 'host-group': hostGroup(host) }
      return isTyped ? groupsOf(isOfHosts ? host : user).map((groups) => ({ ...own, ...groups })) : [own]
    },
  }
}

const remembered = <Result>(of: (name: string) => Result): ((name: string) => Result) => {
  const known = new Map<string, Result>()
  return (name) => {
    let result = known.get(name)
    if (result === undefined) {
      result = of(name)
      known.set(name, result)
    }
    return result
  }
}
