import type { EventLog } from '../../events/event-log-context.ts'

/** Milliseconds. */
const usualTiming = { shownFor: 86_400_000, lookEvery: 600_000 } as const

const mostMachines = 100

/** Machines whose join token was turned away, each until it joins, or for a day. */
export const createTokenTroubles = (
  events: Pick<EventLog, 'open' | 'troubles'>,
  now: () => number,
  log: (error: unknown, where: string) => void,
  { shownFor, lookEvery }: { readonly shownFor: number; readonly lookEvery: number } = usualTiming,
) => {
  const machines = new Map<string, { readonly detail: string; readonly until: number }>()
  for (const { code, subject, detail, lastAt } of events.open(''))
    if (code === 'token-rejected') machines.set(subject, { detail, until: lastAt + shownFor })
  let timer: NodeJS.Timeout | undefined

  const tellAll = (): Promise<void> =>
    events.troubles(
      '',
      ['token-rejected'],
      [...machines].map(([subject, { detail }]) => ({ code: 'token-rejected', subject, detail })),
    )
  const dropOld = (): boolean => {
    const old = [...machines].filter(([, { until }]) => now() >= until)
    for (const [machine] of old) machines.delete(machine)
    return old.length > 0
  }
  /** Nobody else would say that the day is over. */
  const lookLater = (): void => {
    clearTimeout(timer)
    timer = machines.size > 0 ? setTimeout(look, lookEvery).unref() : undefined
  }
  const look = (): void => {
    if (dropOld()) void tellAll().catch((error) => log(error, 'join tokens'))
    lookLater()
  }
  lookLater()

  return {
    /** @param problem undefined: its token was taken */
    async tell(host: string, problem: string | undefined): Promise<void> {
      if (problem === undefined && !machines.has(host)) return
      machines.delete(host)
      if (problem !== undefined) machines.set(host, { detail: problem, until: now() + shownFor })
      if (machines.size > mostMachines) machines.delete(machines.keys().next().value as string)
      dropOld()
      lookLater()
      await tellAll()
    },
  }
}
