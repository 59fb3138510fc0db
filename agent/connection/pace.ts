/** Milliseconds. A failed connection is tried again within a minute, at first within a second. */
const backOff = { base: 1_000, cap: 60_000 } as const

/** Until the next connection: the interval, earlier or later by a tenth of it, so that agents started together part. */
export const pauseAfterSuccess = (intervalSeconds: number, random: number = Math.random()): number =>
  intervalSeconds * 1000 * (0.9 + 0.2 * random)

/**
 * Full jitter: anything up to a bound that doubles with each failure in a row, so that a thousand agents do not come back at one moment
 *. `retryAfter` is what the console asked for, seconds: spread over as long again.
 */
export const pauseAfterFailure = (
  failures: number,
  retryAfter: number | undefined,
  intervalSeconds: number,
  random: number = Math.random(),
): number => {
  if (retryAfter !== undefined) return Math.min(retryAfter, 3_600) * 1000 * (1 + random)
  const cap = Math.min(backOff.cap, Math.max(1_000, intervalSeconds * 1000))
  return random * Math.min(cap, backOff.base * 2 ** Math.min(failures, 20))
}

/** A refusal does not pass by itself: whoever was turned away asks once a minute. */
export const pauseAfterRefusal = (intervalSeconds: number, random: number = Math.random()): number =>
  Math.max(backOff.cap, intervalSeconds * 1000) * (0.9 + 0.2 * random)

/** A certificate is renewed when two thirds of its time are over; the console may ask for it earlier. */
export const isRenewalDue = (notBefore: number, notAfter: number, now: number): boolean =>
  now > notBefore + ((notAfter - notBefore) * 2) / 3
