/** So much may be in use at once; who comes later waits in line. */
export interface Budget {
  /** Resolves with how to give it back. More than there is in all is given when nothing else is in use. */
  take(cost: number): Promise<() => void>
}

export const createBudget = (total: number): Budget => {
  const waiting: { readonly cost: number; readonly go: () => void }[] = []
  let used = 0
  const fits = (cost: number): boolean => used === 0 || used + cost <= total
  const give = (): void => {
    for (let next = waiting[0]; next && fits(next.cost); next = waiting[0]) {
      waiting.shift()
      used += next.cost
      next.go()
    }
  }
  return {
    async take(cost) {
      if (waiting.length > 0 || !fits(cost)) await new Promise<void>((go) => waiting.push({ cost, go }))
      else used += cost
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        used -= cost
        give()
      }
    },
  }
}
