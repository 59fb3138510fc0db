import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { CoreContext } from './core-context.ts'

type UpdateCalls = Pick<Api, Extract<keyof Api, `updates.${string}`>>

export const createUpdatesApi = ({ agents: { updates } }: CoreContext): UpdateCalls => ({
  'updates.list': async (filter) => updates.list(filter),
  'updates.batches': async () => updates.batches(),
  'updates.start': async ({ agents, all }) => {
    if ((agents === undefined) === (all !== true))
      throw new ConsoleError('invalid', 'Name the agents to be updated, or all of them. Nothing was started.')
    return updates.start(agents ?? 'all')
  },
  'updates.pause': ({ batch }) => updates.decide('pause', batch),
  'updates.resume': ({ batch }) => updates.decide('resume', batch),
  'updates.cancel': ({ batch }) => updates.decide('cancel', batch),
  'updates.hold': async ({ agents, hold }) => ({ changed: await updates.hold(agents, hold) }),
  'updates.settings': async () => updates.settings(),
  'updates.changeSettings': (change) => updates.changeSettings(change),
})
