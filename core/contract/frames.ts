import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import type { Json } from './json.ts'

/** A call on its way to the core. `id` is chosen by the caller and comes back with the answer. */
export const callFrame = z.strictObject({
  id: z.number().int().nonnegative(),
  call: z.string().max(80),
  params: z.unknown(),
})
export type CallFrame = z.infer<typeof callFrame>

/** The answer to one call: exactly one per call, in any order. */
export type AnswerFrame =
  | { readonly id: number; readonly result: Json }
  | {
      readonly id: number
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly detail?: string }
    }

/** Something changed. Says what, never carries the new state in full: a page asks again. */
export interface EventFrame {
  readonly event: string
  readonly data: Json
}

export type FrameFromCore = AnswerFrame | EventFrame
