import type { Refusal } from '../protocol/messages.ts'

const statuses: { readonly [Code in Refusal['code']]: 400 | 401 | 403 | 409 | 413 | 426 | 429 | 500 } = {
  invalid: 400,
  credential: 401,
  'other-agent': 403,
  duplicate: 409,
  token: 403,
  'too-old': 426,
  'too-new': 426,
  'too-large': 413,
  busy: 429,
  internal: 500,
}

/** Why a request of an agent is not served, as the agent hears it. `retryAfter` is seconds. */
export class GatewayRefusal extends Error {
  readonly code: Refusal['code']
  readonly retryAfter: number | undefined

  constructor(code: Refusal['code'], message: string, retryAfter?: number) {
    super(message)
    this.name = 'GatewayRefusal'
    this.code = code
    this.retryAfter = retryAfter
  }

  get status() {
    return statuses[this.code]
  }

  get body(): Refusal {
    return {
      code: this.code,
      message: this.message,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    }
  }
}
