import type { LicenceStanding } from './import-record.ts'
import type { LicenceUse, UseInputs } from './licence-uses.ts'

/** Nothing of these was imported yet. */
const waitingFor = (uses: readonly LicenceUse[]): string => {
  const names = uses.map(({ hosts, daemon }) => hosts.map((host) => `${host};${daemon}`).join(', ') || daemon)
  return `No log of ${names.join(', ')} was imported yet; the licences count once one is.`
}

const waits = ({ sources }: Pick<UseInputs, 'sources'>, use: LicenceUse): boolean =>
  use.sources.length === 0 &&
  !sources.some((source) => source.daemons.some((one) => one.toLowerCase() === use.daemon.toLowerCase()))

/** Where the licences of one use count, or why nowhere yet: one sentence. */
export const standingOf = ({ sources }: Pick<UseInputs, 'sources'>, use: LicenceUse): string => {
  const { daemon, hosts } = use
  if (use.sources.length > 0) return `Counts for ${use.sources.map((one) => `${one.server};${one.daemon}`).join(', ')}.`
  const withDaemon = sources.filter((source) =>
    source.daemons.some((one) => one.toLowerCase() === daemon.toLowerCase()),
  )
  if (use.needsServer)
    return `Several servers have ${daemon} (${withDaemon.map(({ server }) => server).join(', ')}), and the file does not say which is meant. Its licences count nowhere until you say it.`
  return withDaemon.length === 0
    ? waitingFor([use])
    : `The logs of ${daemon} are of ${withDaemon.map(({ server }) => server).join(', ')}, not of ${hosts.join(', ')}: its licences count nowhere. If it is of one of them, name that server.`
}

const standingOfFile = (inputs: Pick<UseInputs, 'sources'>, uses: readonly LicenceUse[]): string => {
  const found = uses.flatMap(({ sources }) => sources.map(({ server, daemon }) => `${server};${daemon}`))
  const waiting = uses.filter((use) => waits(inputs, use))
  const others = uses.filter((use) => use.sources.length === 0 && !waiting.includes(use))
  return [
    ...(found.length > 0 ? [`Counts for ${[...new Set(found)].join(', ')}.`] : []),
    ...others.map((use) => standingOf(inputs, use)),
    ...(waiting.length > 0 ? [waitingFor(waiting)] : []),
  ].join(' ')
}

/** The same of whole licence files, by import. */
export const licenceStandings = (
  inputs: Pick<UseInputs, 'sources'>,
  uses: readonly LicenceUse[],
): Map<number, LicenceStanding> =>
  new Map(
    [...Map.groupBy(uses, ({ file }) => file)].map(([file, list]) => {
      const servers = list.flatMap(({ sources }) => sources.map(({ server }) => server))
      return [
        file,
        {
          servers: [...new Set(servers)],
          needsServer: list.some(({ needsServer }) => needsServer),
          standing: standingOfFile(inputs, list),
        },
      ]
    }),
  )
