import type { Reader } from '../../database/connection.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Fleet } from '../agents-context.ts'
import type { Refused } from '../folding/fold-job.ts'
import { lossesOf } from './losses.ts'

const codes = ['records-missing', 'records-rejected'] as const
/** What has not happened again for so long is over: nobody can bring the records back. */
const shownFor = 86_400_000

/** Says of agents what of theirs is lost. */
export const createLossTroubles = (
  database: Reader,
  events: Pick<EventLog, 'troubles' | 'open'>,
  fleet: Pick<Fleet, 'get'>,
) => {
  const records = (count: number): string => (count === 1 ? '1 record' : `${count.toLocaleString('en-US')} records`)

  /** @param spool as it was told with a batch that is being taken: the fleet hears of it afterwards */
  const tell = async (agent: string, refused?: Refused, spool = fleet.get(agent)?.spool): Promise<void> => {
    const { missing, rejected } = await lossesOf(database, agent, spool)
    const known = events.open(agent).find(({ code }) => code === 'records-rejected')?.detail
    const why = refused ? ` Of the last: ${refused.reason}. It begins: ${refused.example}` : ''
    await events.troubles(agent, codes, [
      ...(missing > 0
        ? [{ code: 'records-missing' as const, detail: `${records(missing)} of this agent never came.` }]
        : []),
      ...(rejected > 0
        ? [
            {
              code: 'records-rejected' as const,
              detail: refused ? `${records(rejected)} of this agent were turned down.${why}` : (known ?? ''),
            },
          ].filter(({ detail }) => detail !== '')
        : []),
    ])
  }

  return {
    tell,
    /** Ends what is shown since a day. */
    async endOld(now: number): Promise<void> {
      const mine = events.open().filter(({ code }) => codes.some((one) => one === code))
      for (const [agent, open] of Map.groupBy(mine, (issue) => issue.agent)) {
        const left = open.filter(({ lastAt }) => now - lastAt < shownFor)
        if (left.length === open.length) continue
        await events.troubles(
          agent,
          codes,
          left.map(({ code, detail }) => ({ code: code as (typeof codes)[number], detail })),
        )
      }
    },
  }
}
export type LossTroubles = ReturnType<typeof createLossTroubles>
