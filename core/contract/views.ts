import { z } from 'zod'
import { call } from './call.ts'
import { comparisons, resolutions } from './reports.ts'

const label = z.string().max(80)

/** `last`: the last days of the data; `calendar`: this or last month or year; `to` of a range is not included. */
export const viewPeriod = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('last'), days: z.number().int().min(1).max(9999) }),
  z.strictObject({
    kind: z.literal('calendar'),
    unit: z.enum(['month', 'year']),
    back: z.union([z.literal(0), z.literal(1)]),
  }),
  z.strictObject({ kind: z.literal('range'), from: z.string().max(40), to: z.string().max(40) }),
])

/** What a report is asked and how it is drawn, with a period that may move with the data. Labels are those of `reports.types`. */
export const viewShape = z.strictObject({
  type: z.number().int(),
  period: viewPeriod,
  /** IANA zone; empty: the one the core chooses. */
  zone: z.string().max(64),
  by: z.enum(resolutions),
  /** Classification labels in order; `null`: the hourly records themselves. */
  groupBy: z.array(label).max(20).nullable(),
  where: z.array(z.strictObject({ name: label, values: z.array(z.string().max(1000)).min(1).max(500) })).max(20),
  measures: z.array(label).max(40),
  chart: z.enum(['lines', 'stacked', 'levels', 'none']),
  chartMeasure: label,
  compare: z.enum(comparisons).nullable(),
})
export type ViewShape = z.infer<typeof viewShape>

const column = z.string().max(200)

const condition = z.strictObject({
  filterType: z.enum(['text', 'number']),
  type: z.string().max(40),
  filter: z.union([z.string().max(1000), z.number()]).nullish(),
  filterTo: z.union([z.string().max(1000), z.number()]).nullish(),
})

/** One condition on a column, or two of them joined. */
const columnFilter = z.union([
  condition,
  z.strictObject({
    filterType: z.enum(['text', 'number']),
    operator: z.enum(['AND', 'OR']),
    conditions: z.array(condition).min(1).max(2),
  }),
])

/** How the table is arranged, by column id. */
export const viewLayout = z.strictObject({
  order: z.array(column).max(200),
  widths: z.record(column, z.number().min(10).max(5000)),
  hidden: z.array(column).max(200),
  left: z.array(column).max(200),
  right: z.array(column).max(200),
  sort: z.array(z.strictObject({ id: column, direction: z.enum(['asc', 'desc']) })).max(50),
  filter: z.record(column, columnFilter),
})
export type ViewLayout = z.infer<typeof viewLayout>

const viewName = z.string().trim().min(1).max(120)

export const savedView = z.strictObject({
  id: z.string().min(1).max(64),
  name: viewName,
  /** Pinned ones stand first. */
  isPinned: z.boolean(),
  shape: viewShape,
  layout: viewLayout,
  /** Epoch milliseconds. */
  changedAt: z.number(),
})
export type SavedView = z.infer<typeof savedView>

/** What stands in an exported file, and what must stand in one to import. */
export const viewFile = z.strictObject({
  lictor: z.literal('saved views'),
  version: z.literal(1),
  views: z.array(savedView.omit({ id: true, changedAt: true })).max(500),
})
export type ViewFile = z.infer<typeof viewFile>

/** `ask`: nothing is imported while a name is taken; the answer lists those names. */
export const clashAnswers = ['ask', 'replace', 'keep-both', 'skip'] as const
export type ClashAnswer = (typeof clashAnswers)[number]

export interface ViewImport {
  /** Names that are taken; only with `ask`, and then nothing was imported. */
  readonly clashes: readonly string[]
  readonly imported: number
  readonly skipped: number
}

export const viewCalls = {
  /** The user's views: pinned first, then by name. */
  'views.list': call<readonly SavedView[]>()(z.strictObject({})),
  /** A new view. `refused` when the name is taken (upper and lower case are the same). */
  'views.create': call<SavedView>()(
    z.strictObject({ name: viewName, isPinned: z.boolean(), shape: viewShape, layout: viewLayout }),
  ),
  /** Renames, pins, or saves what the report is like now. */
  'views.change': call<SavedView>()(
    z.strictObject({
      id: z.string().max(64),
      name: viewName.optional(),
      isPinned: z.boolean().optional(),
      shape: viewShape.optional(),
      layout: viewLayout.optional(),
    }),
  ),
  /** Answers what was removed, for `views.restore`. */
  'views.remove': call<SavedView>()(z.strictObject({ id: z.string().max(64) })),
  /** Puts a removed view back as it was; under another name when its own was taken meanwhile. */
  'views.restore': call<SavedView>()(z.strictObject({ view: savedView })),
  /** Writes these views (all without ids) to a JSON file of the host's choosing. */
  'views.export': call<{ readonly exportId: string; readonly fileName: string; readonly bytes: number }>()(
    z.strictObject({ ids: z.array(z.string().max(64)).max(500).optional() }),
  ),
  /** Reads the text of such a file. `invalid` says what is wrong and where; then nothing was imported. */
  'views.import': call<ViewImport>()(
    z.strictObject({ text: z.string().max(5_000_000), onClash: z.enum(clashAnswers) }),
  ),
}
