/** So many at once, and `perSecond` on from then, for each name. */
export interface RateLimit {
  /** Takes one. @returns seconds to wait when there is none left, else 0 */
  take(name: string, now: number): number
}

/** Names that are remembered; the oldest go first. */
const mostNames = 20_000

/** Token buckets. Times are milliseconds. */
export const createRateLimit = (atOnce: number, perSecond: number): RateLimit => {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(name, now) {
      let bucket = buckets.get(name)
      if (bucket) {
        bucket.left = Math.min(atOnce, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
        bucket.at = now
      } else {
        if (buckets.size >= mostNames) buckets.delete(buckets.keys().next().value as string)
        bucket = { left: atOnce, at: now }
        buckets.set(name, bucket)
      }
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond)
      bucket.left -= 1
      return 0
    },
  }
}
