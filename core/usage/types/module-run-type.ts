import type { UsageType } from '../typed-uses.ts'
import { eventSeries } from './licence-event-types.ts'
import { createProgramNames } from './program-names.ts'
import { mergeSpans, type Span } from './spans.ts'
import { createTypedBuilder } from './typed-builder.ts'

/**
 * 53: runs of programs that loaded watched modules. Modules that one process (its number is the detail of a row) has loaded at once or one
 * after the other without a break are one run.
 */
export const type53: UsageType = {
  id: 53,
  way: 'executions',
  withIdle: false,
  typed(sources, context) {
    const programs = createProgramNames('module', context)
    const builder = createTypedBuilder(context.spec)
    for (const { held, zone } of sources) {
      const runs = new Map<string, { key: number; spans: Span[]; instants: number[] }>()
      for (let i = 0; i < held.size; i++) {
        const subject = held.subject[i] as number
        if (!programs.is(subject)) continue
        const series = builder.series(zone, () => eventSeries(zone))
        const values = programs.of(subject)
        const key = builder.key(values, series)
        // The key of a type without its host or user still parts them.
        const id = [key, held.detail[i], values.host, values.user].join('\u0000')
        const run = runs.get(id) ?? { key, spans: [], instants: [] }
        runs.set(id, run)
        const [from, to] = [held.start[i] as number, held.end[i] as number]
        if (to > from) run.spans.push({ from, to })
        else run.instants.push(from)
      }
      for (const { key, spans, instants } of runs.values()) {
        const merged = mergeSpans(spans)
        for (const { from, to } of merged) builder.use(key, from, to, 1)
        // A module that was loaded for no time at all is a run of its own only where no other one was there.
        for (const at of new Set(instants))
          if (!merged.some(({ from, to }) => at >= from && at <= to)) builder.use(key, at, at, 1)
      }
    }
    return builder.take()
  },
}
