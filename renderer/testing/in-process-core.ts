import { type Client, createClient, type Transport } from '../../core/contract/client.ts'
import type { Api, CallName, EventName, Events } from '../../core/contract/contract.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { FrameFromCore } from '../../core/contract/frames.ts'

export interface InProcessCore {
  readonly client: Client
  /** The names of the calls so far, in order. */
  readonly calls: readonly CallName[]
  readonly tell: <Name extends EventName>(name: Name, data: Events[Name]) => void
}

/** The real client over a line that ends in the functions given: frames are JSON, as on every host. */
export const createInProcessCore = (api: Partial<Api>): InProcessCore => {
  const calls: CallName[] = []
  let toPage: (frame: FrameFromCore) => void = () => {}
  const overTheLine = (frame: unknown) => JSON.parse(JSON.stringify(frame))
  const transport: Transport = {
    send: async (frame) => {
      const { id, call, params } = overTheLine(frame)
      calls.push(call)
      try {
        const work = api[call as CallName] as ((params: unknown) => Promise<unknown>) | undefined
        if (!work) throw new ConsoleError('not-found', `No ${call} here.`)
        toPage(overTheLine({ id, result: (await work(params)) ?? null }))
      } catch (error) {
        const { code, message } = error as ConsoleError
        toPage({ id, error: { code, message } })
      }
    },
    onFrame: (listener) => {
      toPage = listener
    },
    onClosed: () => {},
  }
  return {
    client: createClient(transport),
    calls,
    tell: (event, data) => toPage({ event, data: overTheLine(data) }),
  }
}
