// "Features" of the semantics: what makes a feature known, and which package lists it.

import type { DatedLine } from './dating.ts'
import { isManager } from './log-line.ts'
import type { KnownFeature, LogEvent } from './recount-shapes.ts'

/** Known features with their first mention, packages by `daemon|feature`, and the increments after a reread. */
export function readFeatureLists(lines: readonly DatedLine[]) {
  const known = new Map<string, KnownFeature>()
  const packages = new Map<string, string[]>()
  const events: LogEvent[] = []
  type ListState = { reread: boolean; inList: boolean; pack?: string; last?: string }
  const states = new Map<string, ListState>()
  const mention = (daemon: string, feature: string, at: number, reread: boolean) => {
    const key = `${daemon}|${feature}`
    if (known.has(key)) return
    known.set(key, { daemon, feature, since: at })
    if (reread) events.push({ kind: 'feature increment', at, daemon, feature })
  }
  for (const { at, daemon, text, event } of lines) {
    if (isManager(daemon)) continue
    const state: ListState = states.get(daemon) ?? { reread: false, inList: false }
    states.set(daemon, state)
    if (event && event.word !== 'UNSUPPORTED') mention(daemon, event.feature, at, false)
    if (/^Rereading license file/.test(text)) state.reread = true
    if (/^FLEX\w* Licensing version /i.test(text)) state.reread = false

    // Server started on lic01 for:	base		| disc		pred		| PKG (consisting of:		a		| b)
    const head = /^Server started on \S+ for:(.*)$/.exec(text)
    let listed: string | undefined
    if (head) {
      state.inList = true
      state.pack = state.last = undefined
      listed = head[1]
    } else if (state.inList && goesOn(text)) listed = text
    else if (state.inList) {
      state.inList = false
      state.reread = false
    }
    if (listed === undefined) continue
    const words = listed
      .replaceAll('(consisting of:', ' \u0001 ')
      .split(/\s+/)
      .filter((word) => word !== '')
    words.forEach((word, index) => {
      if (word === '\u0001') {
        state.pack = state.last
        return
      }
      const closes = state.pack !== undefined && word.endsWith(')')
      const name = closes ? word.slice(0, -1) : word
      state.last = name
      if (name !== '' && words[index + 1] !== '\u0001') mention(daemon, name, at, state.reread)
      if (name !== '' && state.pack !== undefined) {
        const key = `${daemon}|${name}`
        const of = packages.get(key) ?? []
        if (!of.includes(state.pack)) packages.set(key, [...of, state.pack])
      }
      if (closes) state.pack = undefined
    })
  }
  return { known: [...known.values()], packages, events }
}

/** Whether the daemon's next line still belongs to the list. */
function goesOn(text: string): boolean {
  const rest = text.replaceAll('(consisting of:', '')
  if (rest.includes(':') || rest.includes('"')) return false
  return rest.includes('\t') || /[ \t]$/.test(rest) || /^\S+$/.test(rest.trim())
}
