/** Names by id; index 0 is none. */
export interface NameLists {
  readonly daemon: readonly string[]
  readonly feature: readonly string[]
  readonly user: readonly string[]
  readonly host: readonly string[]
}
