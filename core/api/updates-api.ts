import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { CoreContext } from './core-context.ts'

type UpdateCalls = Pick<Api, Extract<keyof Api, `updates.${string}`>>

const notYet = async (): Promise<never> => {
  throw new ConsoleError('refused', 'Agents cannot be updated from here yet.')
}

export const createUpdatesApi = (_: CoreContext): UpdateCalls => ({
  'updates.list': async () => [],
  'updates.batches': async () => [],
  'updates.start': notYet,
  'updates.pause': notYet,
  'updates.resume': notYet,
  'updates.cancel': notYet,
  'updates.hold': notYet,
  'updates.settings': notYet,
  'updates.changeSettings': notYet,
})
