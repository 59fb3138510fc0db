/** What an admin may say of a file when importing it. */
export interface ImportOptions {
  readonly server?: string
  readonly zone?: string
  /** Zone of the machine that the file comes from, as its agent tells it: counts where neither the file nor anybody says another. */
  readonly machineZone?: string
  readonly format?: string
  /** ISO date of the log's first line. */
  readonly startDate?: string
  /** Of a table: the name in its header for each documented column of the format (`ColumnMapping` of the importers). */
  readonly columns?: { readonly [column: string]: string }
}
