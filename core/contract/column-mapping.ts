import { z } from 'zod'

/**
 * Which column of a table is which: for each documented column of a format its name in the header. An empty name: there is none, though one
 * is called so. `dates` is no column: `day-first` where 3/4/2024 is the third of April.
 */
export const columnMapping = z.record(z.string().max(64), z.string().max(400))
export type ColumnMapping = z.infer<typeof columnMapping>
