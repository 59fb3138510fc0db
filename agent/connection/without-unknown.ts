import type { z } from 'zod'

/** Reads what a newer console may have added to: fields that are not known here are left out, everything else must fit. */
export const withoutUnknown = <T>(schema: z.ZodType<T>, value: unknown) => {
  const copy: unknown = structuredClone(value)
  for (;;) {
    const result = schema.safeParse(copy)
    const unknown = result.error?.issues.filter((issue) => issue.code === 'unrecognized_keys') ?? []
    if (result.success || unknown.length === 0) return result
    for (const { path, keys } of unknown) {
      const holder = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], copy)
      for (const key of keys) delete (holder as Record<string, unknown>)[key]
    }
  }
}
