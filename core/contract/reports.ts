import { z } from 'zod'
import { call } from './call.ts'

export const resolutions = ['hour', 'day', 'week', 'month', 'total'] as const
export type Resolution = (typeof resolutions)[number]

/**
 * With what a report is compared: `previous`, the same length just before (whole months with whole months, else the least
 * number of whole local days), or `year`, the same dates a year ago.
 */
export const comparisons = ['previous', 'year'] as const
export type Comparison = (typeof comparisons)[number]

/** An ISO date (`2024-03-04`, local midnight in the report's zone) or an ISO instant. */
const point = z.string().max(40)

export const reportRequest = z.strictObject({
  type: z.number().int(),
  /** Included. Without it, all there is. */
  from: point.optional(),
  /** Not included. */
  to: point.optional(),
  /** IANA zone of dates and the Time column; else the setting's, else the only source's, else the machine's. */
  zone: z.string().max(64).optional(),
  by: z.enum(resolutions),
  /** Classification labels. `null`: the hourly records themselves, with every classification. */
  groupBy: z.array(z.string().max(80)).max(20).nullable(),
  /** Same name: any of the values; different names: all of them. Values are exact, with `*` and `?`. */
  where: z
    .array(z.strictObject({ name: z.string().max(80), values: z.array(z.string().max(1000)).min(1).max(500) }))
    .max(20),
  compare: z.enum(comparisons).optional(),
})
export type ReportRequest = z.infer<typeof reportRequest>

export interface ReportColumn {
  readonly name: string
  /** `comparison`: a column that only a compared report has. */
  readonly role: 'time' | 'classification' | 'measurement' | 'comparison'
  /** Of a comparison: `earlier-time`, `occurs-in`, or `earlier`, `difference` and `change` of the measurement `of`. */
  readonly concept: string
  /** The label of the measurement that this column compares. */
  readonly of?: string
  readonly unit?: string
  readonly decimals?: number
  readonly help?: string
}

/** Column by column, aligned with `ReportSummary.columns`. `null`: the measurement does not apply. Time: ISO 8601 with offset. */
export type ReportCells = readonly (readonly (string | number | null)[])[]

export interface ReportNote {
  readonly severity: 'info' | 'warning'
  readonly message: string
  /** The type that answers the question properly. */
  readonly type?: number
}

export interface ReportSummary {
  /** Names the kept result for `reports.rows`, `reports.chart` and exports; results are kept for a while, not for ever. */
  readonly resultId: string
  readonly request: ReportRequest
  readonly columns: readonly ReportColumn[]
  readonly rowCount: number
  readonly zone: string
  /** The period answered, ISO 8601 with offset; absent when there is no data at all. */
  readonly from?: string
  readonly to?: string
  /** Observed time ÷ asked time, 0 to 1; absent when nothing was asked of any source. */
  readonly coverage?: number
  readonly notes: readonly ReportNote[]
  readonly milliseconds: number
  readonly compared?: ComparedPeriod
}

/** The earlier period of a compared report. */
export interface ComparedPeriod {
  readonly kind: Comparison
  /** ISO 8601 with offset; absent when the report has no beginning to count back from. */
  readonly from?: string
  readonly to?: string
  readonly coverage?: number
  /** Hours of the period asked for and of the earlier one; they differ where a clock change or a leap day lies between. */
  readonly hours: number
  readonly earlierHours: number
  /** Rows that occur only in the period asked for, or only in the earlier one. */
  readonly onlyNow: number
  readonly onlyBefore: number
}

export interface ReportSeries {
  readonly name: string
  /** One value per `ReportChart.times` entry; `null` where there is none. */
  readonly values: readonly (number | null)[]
}

export interface ReportChart {
  /** Epoch milliseconds of each period's start. For `levels`: the levels themselves. */
  readonly times: readonly number[]
  readonly series: readonly ReportSeries[]
  /** Whether the last series stands for all the names that did not fit. */
  readonly hasOther: boolean
  readonly capacity?: readonly (number | null)[]
  /** Failed requests in each period; all zero when there were none. */
  readonly denials?: readonly number[]
  /** Spans nobody observed, epoch milliseconds, for hatching. */
  readonly unobserved: readonly { readonly from: number; readonly to: number }[]
  readonly summary: string
  /** The earlier course of a compared report, shifted to the same axis. */
  readonly earlier?: {
    /** The earlier period in words, `2024-02-01 – 2024-02-29`. */
    readonly label: string
    /** Start of the earlier period that stands at each of `times`; `null` where there is none. */
    readonly times: readonly (number | null)[]
    /** Whether nobody observed the earlier period that stands at each of `times`. */
    readonly isUnobserved: readonly boolean[]
    /** One per series, in their order; each has one value per `times`. */
    readonly series: readonly (readonly (number | null)[])[]
  }
}

export interface InputExample {
  /** One of `DataTypeInfo.inputs`. */
  readonly input: string
  readonly file: string
  readonly lines: readonly string[]
}

export interface DataTypeInfo {
  readonly id: number
  readonly name: string
  readonly family: string
  readonly description: string
  readonly classifications: readonly {
    readonly name: string
    readonly concept: string
    readonly values?: readonly string[]
    readonly help: string
  }[]
  readonly measurements: readonly {
    readonly name: string
    readonly concept: string
    readonly unit: string
    readonly help: string
  }[]
  readonly fields?: readonly string[]
  /** Which input feeds it, in words. */
  readonly needs: string
  /** The importers that exist and can feed it. */
  readonly inputs: readonly string[]
  /** Of each of these inputs, which file it is, and one to four lines of one. */
  readonly examples: readonly InputExample[]
  readonly hasData: boolean
}

export const reportCalls = {
  'reports.types': call<readonly DataTypeInfo[]>()(z.strictObject({})),
  'reports.run': call<ReportSummary>()(reportRequest),
  'reports.rows': call<ReportCells>()(
    z.strictObject({
      resultId: z.string().max(64),
      offset: z.number().int().nonnegative(),
      count: z.number().int().min(1).max(10_000),
    }),
  ),
  /** A picture of a result: at most `top` series (the largest by the measure), the rest folded into one. */
  'reports.chart': call<ReportChart>()(
    z.strictObject({
      resultId: z.string().max(64),
      measure: z.string().max(80),
      kind: z.enum(['series', 'levels']),
      top: z.number().int().min(1).max(12),
    }),
  ),
  /** Values of a classification that begin with or contain the text, widest spread first (found with the most other names), then by name. */
  'reports.values': call<readonly string[]>()(
    z.strictObject({
      type: z.number().int(),
      classification: z.string().max(80),
      text: z.string().max(200),
      limit: z.number().int().min(1).max(200),
    }),
  ),
  /** The extent of all data, ISO 8601 instants; `null` when the database is empty. */
  'reports.extent': call<{ readonly from: string; readonly to: string; readonly zone: string } | null>()(
    z.strictObject({}),
  ),
  /** Writes the kept result to a file of the host's choosing; the rows and columns as given, in full precision. */
  'reports.export': call<{ readonly exportId: string; readonly fileName: string; readonly bytes: number }>()(
    z.strictObject({
      resultId: z.string().max(64),
      format: z.enum(['csv', 'xlsx', 'json']),
      /** Labels of the columns to write, in order; all when left out. */
      columns: z.array(z.string().max(120)).max(120).optional(),
      /** Row indices of the result, in the order shown; all in result order when left out. */
      rows: z.array(z.number().int().nonnegative()).max(1_000_000).optional(),
      /** Cells are written untouched; else a text that a spreadsheet would take for a formula is prefixed with an apostrophe. */
      raw: z.boolean(),
    }),
  ),
}
