/** Times of one thing in one run of the bench, milliseconds. */
export interface Times {
  readonly best: number
  readonly median: number
}

/** Runs each thing in turn, `rounds` times over, so that whatever else the machine does falls on all of them alike. */
export const alternate = async <Name extends string>(
  rounds: number,
  things: { readonly [K in Name]: () => Promise<number> },
): Promise<{ readonly [K in Name]: Times }> => {
  const names = Object.keys(things) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) for (const name of names) taken[name].push(await things[name]())
  return Object.fromEntries(names.map((name) => [name, timesOf(taken[name])])) as Record<Name, Times>
}

export const timesOf = (milliseconds: readonly number[]): Times => {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  return { best: sorted[0] as number, median: sorted[sorted.length >> 1] as number }
}

export const inWords = ({ best, median }: Times): string => `${duration(best)} (median ${duration(median)})`

export const duration = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(2)} s`

export const ratio = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ×`

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
