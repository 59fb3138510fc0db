/** What an admin may say of a file when importing it. */
export interface ImportOptions {
  readonly server?: string
  readonly zone?: string
  readonly format?: string
  /** ISO date of the log's first line. */
  readonly startDate?: string
}
