import { countOf, hostOf, modelOf, type PoolRow, pathOf, type UserRow } from './usage-rows.ts'

/** `AB3 maxReleaseNumber: 8 … type: ConcurrentUser … count: 78  inuse: 10 customerId: 4711` */
const pool =
  /^\s*(\S+)\s+maxReleaseNumber:\s*(\d+)\s+(.*?)\btype:\s*(\w+)(.*?)\bcount:\s*(-?\d+)\s+inuse:\s*-?\d+(.*)$/i
/** `internal Id: …  granted since: …  last used at: …  by user: k.osei on host: ws-7 (…)/10.1.2.3` */
const holder = /^\s*internal Id:.*\bby user:\s*(.*?)\s+on host:\s*(.*)$/i
/** `ws-7 (…)/10.1.2.3  k.osei  C:\Flow\solve.exe  granted since: … tokens: 12`; without tokens it is a program of the holder above. */
const session =
  /^\s*(\S+ \([^()]*\)\/\S+)\s+(\S+(?: \S+)*?)\s{2,}(.*?)\s+granted since:.*?(?:\btokens:\s*(-?\d+))?\s*$/i
/** `Dassault Systemes (5E756A80-…)` */
const editor = /^\s*([^:()]+?)\s*\([0-9A-F-]{8,}\)\s*$/i

export const isPoolLine = (text: string): boolean => pool.test(text)
export const isUserLine = (text: string): boolean => holder.test(text) || session.test(text)
export const editorOf = (text: string): string | undefined => editor.exec(text)?.[1]

/** undefined: the number of licences is none. */
export const poolOf = (text: string, editorName: string): PoolRow | undefined => {
  const found = pool.exec(text)
  if (!found) return undefined
  const [, feature = '', release = '', before = '', model = '', between = '', count, after = ''] = found
  const licences = countOf(count)
  if (Number.isNaN(licences)) return undefined
  const others = `${before} ${between} ${after}`
  return {
    editor: editorName,
    feature,
    release,
    model: modelOf(model),
    pricing: /\bpricingStructure:\s*(\S+)/i.exec(others)?.[1] ?? '',
    licences,
    key: others,
  }
}

/** A user of the pool above; `program`: only a program of the user above; undefined: fields are missing. */
export const userOf = (
  text: string,
  of: PoolRow,
): UserRow | { readonly program: string; readonly host: string; readonly user: string } | undefined => {
  const held = holder.exec(text)
  const common = { pool: of, clientVersion: '', session: '', isQueued: false }
  if (held) {
    const [, user = '', host = ''] = held
    return { ...common, user, host: hostOf(host), process: '', count: 1 }
  }
  const [, host, user = '', path = '', tokens] = session.exec(text) ?? []
  if (host === undefined) return undefined
  if (tokens === undefined) return { program: pathOf(path), host: hostOf(host), user }
  const count = countOf(tokens)
  return count > 0 ? { ...common, user, host: hostOf(host), process: pathOf(path), count } : undefined
}
