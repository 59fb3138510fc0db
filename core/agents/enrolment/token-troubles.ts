import type { EventLog } from '../../events/event-log-context.ts'

/** Machines whose join token was turned away, each until it joins, or for a day. */
export const createTokenTroubles = (events: EventLog, now: () => number) => {
  const shownFor = 86_400_000
  const mostMachines = 100
  const machines = new Map<string, { readonly detail: string; readonly until: number }>()
  for (const { code, subject, detail, lastAt } of events.open(''))
    if (code === 'token-rejected') machines.set(subject, { detail, until: lastAt + shownFor })

  return {
    /** @param problem undefined: its token was taken */
    async tell(host: string, problem: string | undefined): Promise<void> {
      if (problem === undefined && !machines.has(host)) return
      machines.delete(host)
      if (problem !== undefined) machines.set(host, { detail: problem, until: now() + shownFor })
      if (machines.size > mostMachines) machines.delete(machines.keys().next().value as string)
      const current = [...machines].flatMap(([subject, { detail, until }]) =>
        now() < until ? [{ code: 'token-rejected' as const, subject, detail }] : [],
      )
      await events.troubles('', ['token-rejected'], current)
    },
  }
}
