import type { LogFindings } from './importer.ts'

/** Rejected lines kept as examples, for each reason. */
const examplesKept = 20
const longestExample = 300

interface Rejection {
  count: number
  readonly examples: { readonly line: number; readonly text: string }[]
}

export interface UsageTallyState {
  readonly lines: number
  readonly facts: number
  readonly kinds: { readonly [kind: string]: number }
  readonly rejections: { readonly [reason: string]: Rejection }
  readonly daemons: readonly string[]
  readonly server: string | null
  readonly zone: string | null
}

/** Counts what the lines of a file were taken for, and keeps what the file says of itself. */
export const createUsageTally = (from?: UsageTallyState) => {
  let lines = from?.lines ?? 0
  let facts = from?.facts ?? 0
  const kinds = new Map(Object.entries(from?.kinds ?? {}).map(([kind, of]) => [kind, { of }]))
  const rejections = new Map<string, Rejection>(Object.entries(structuredClone(from?.rejections ?? {})))
  const daemons = new Set(from?.daemons)
  let server = from?.server ?? null
  let zone = from?.zone ?? null
  const count = (kind: string): void => {
    const counted = kinds.get(kind)
    if (counted) counted.of++
    else kinds.set(kind, { of: 1 })
  }
  const kindCounts = (): { [kind: string]: number } =>
    Object.fromEntries([...kinds].map(([kind, { of }]) => [kind, of]))
  return {
    line(): void {
      lines++
    },
    used(kind: string): void {
      facts++
      count(kind)
    },
    ignored: count,
    reject(reason: string, line: number, text: string): void {
      const entry = rejections.get(reason) ?? { count: 0, examples: [] }
      rejections.set(reason, entry)
      entry.count++
      if (entry.examples.length < examplesKept) entry.examples.push({ line, text: text.slice(0, longestExample) })
    },
    server(name: string): void {
      if (name !== '') server ??= name
    },
    daemon(name: string): void {
      if (name !== '') daemons.add(name)
    },
    zone(text: string): void {
      if (text !== '') zone ??= text
    },
    save: (): UsageTallyState => ({
      lines,
      facts,
      kinds: kindCounts(),
      rejections: structuredClone(Object.fromEntries(rejections)),
      daemons: [...daemons],
      server,
      zone,
    }),
    findings: (dated: boolean): LogFindings => ({
      ...(server === null ? {} : { server }),
      daemons: [...daemons],
      ...(zone === null ? {} : { zoneText: zone }),
      dated,
      lines,
      facts,
      lineKinds: kindCounts(),
      rejections: structuredClone(Object.fromEntries(rejections)),
    }),
  }
}
