// Which group a name is in, by a map with one group per name: every line is tried on every name, from the top.

export type NameGroups = {
  readonly user?: (name: string) => string
  readonly host?: (name: string) => string
}

/** Reads the text of a `license-user-mapping` or `license-host-mapping`. Knows no group types: a name has one group. */
export function readNameMap(text: string): (name: string) => string {
  const rules: { readonly matches: RegExp; readonly group: string }[] = []
  let fallback: string | undefined
  let group: string | undefined
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)#(\s.*)?$/, '').trim()
    if (line === '' || line.startsWith('#')) continue
    const heading = /^(MAP|DEFAULT)\s*:\s*(.*?)\s*(\([^()]*\))?$/i.exec(line)
    if (heading?.[1].toUpperCase() === 'DEFAULT') {
      fallback ??= heading[2]
      group = undefined
    } else if (heading) group = heading[2]
    else if (group !== undefined) rules.push({ matches: asRegExp(line), group })
  }
  return (name) => rules.find(({ matches }) => matches.test(name.trim()))?.group ?? fallback ?? 'undef'
}

function asRegExp(pattern: string): RegExp {
  const parts = [...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.|+()[\]{}/]/, '\\$&')))
  return new RegExp(`^${parts.join('')}$`, 'isu')
}
