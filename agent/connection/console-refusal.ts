import type { Refusal } from '../../core/agents/protocol/messages.ts'

/** The console answered, and did not do it. */
export class ConsoleRefusal extends Error {
  override readonly name = 'ConsoleRefusal'
  readonly code: Refusal['code']
  /** Seconds. */
  readonly retryAfter: number | undefined

  constructor({ code, message, retryAfter }: Refusal) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** The console could not be reached, or is not the one that this agent was enrolled with. */
export class ConsoleUnreachable extends Error {
  override readonly name = 'ConsoleUnreachable'
  /** It took too long. */
  readonly isTimeout: boolean

  constructor(message: string, isTimeout = false) {
    super(message)
    this.isTimeout = isTimeout
  }
}
