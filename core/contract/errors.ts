/**
 * The codes a caller may act on. Everything else that goes wrong inside is `internal` and is logged once, at the boundary.
 * - `not-found`: the thing named does not exist (any more)
 * - `invalid`: the request itself is wrong; the message says which part
 * - `refused`: the input or the state forbids it; the message says what to do
 * - `busy`: another process or task holds what is needed; trying again later is sensible
 * - `cancelled`: somebody asked for the work to stop
 */
export type ErrorCode = 'not-found' | 'invalid' | 'refused' | 'busy' | 'cancelled' | 'internal'

/** The one error that crosses a host boundary. `message` is for people: what happened, where, what was kept, what to do. */
export class ConsoleError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined

  constructor(code: ErrorCode, message: string, detail?: string) {
    super(message)
    this.name = 'ConsoleError'
    this.code = code
    this.detail = detail
  }
}
