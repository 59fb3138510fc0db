import type { z } from 'zod'

/** One call of the contract: the schema its parameters must match, and (as a type only) what it answers. */
export interface Call<Params, Result> {
  readonly params: z.ZodType<Params>
  readonly result?: Result
}

/** `call<Answer>()(schema)`: two steps, so that the parameters' type is inferred from the schema. */
export const call =
  <Result>() =>
  <Params>(params: z.ZodType<Params>): Call<Params, Result> => ({ params })
