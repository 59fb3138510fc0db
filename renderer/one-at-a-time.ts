/**
 * Makes a question that is never asked twice at once: a wish while one is on its way leads to one more question after it.
 * `rest`: milliseconds between the end of one and the start of the next, for things that change many times a second.
 */
export const oneAtATime = (work: () => Promise<void>, rest = 0): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  let wanted = false
  const run = async () => {
    do {
      wanted = false
      await work()
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    } while (wanted)
  }
  return () => {
    wanted = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
}
