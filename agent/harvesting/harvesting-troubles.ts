import type { CollectorContext, SeenProcess } from '../collector.ts'
import type { LoggedIn } from '../collectors/idle/parse-idle.ts'
import type { HarvestedApplication } from './harvested-session.ts'

const subjectOf = ({ name }: HarvestedApplication): string => name.slice(0, 255)

/** What the console is told when harvesting cannot do what the admin expects of it. */
export const createTroubles = (context: CollectorContext) => {
  let subjects: readonly string[] = []
  return {
    /** Ends what was said of applications that are no longer harvested, or are by other rules. */
    applications(applications: readonly HarvestedApplication[], measuresIdle: boolean): void {
      const now = new Map(
        applications.map((one) => [
          subjectOf(one),
          one.harvesting.idleMinutes !== undefined && !measuresIdle
            ? 'Idle time is not measured, as its collector is turned off: the rule of idle minutes does nothing.'
            : undefined,
        ]),
      )
      for (const subject of subjects)
        if (!now.has(subject)) context.trouble('harvesting-tool-missing', subject, undefined)
      for (const [subject, detail] of now) context.trouble('harvesting-tool-missing', subject, detail)
      subjects = [...now.keys()]
      if (applications.length === 0) context.trouble('several-users', '', undefined)
    },
    people(people: readonly LoggedIn[], watched: readonly SeenProcess[]): void {
      const names = new Map((people.length > 0 ? people : watched).map(({ user }) => [user.toLowerCase(), user]))
      const [first, ...others] = names.values()
      const isSeveral = first !== undefined && others.length > 0
      const detail = `Only programs of ${first} are harvested, who logged in first. Also here: ${others.slice(0, 10).join(', ')}.`
      context.trouble('several-users', '', isSeveral ? detail : undefined)
    },
  }
}
