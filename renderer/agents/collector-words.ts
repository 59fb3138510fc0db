import type { CollectorSettings } from '../../core/contract/agent-configuration.ts'
import { collectorTitles as titles } from '../../core/contract/collector-titles.ts'
import { count, formatDuration } from '../formats.ts'

export type CollectorName = keyof CollectorSettings

/** Each collector by the name it has on the page, and what it does. */
export const collectorTitles: {
  readonly [Name in CollectorName]: { readonly title: string; readonly help: string }
} = {
  processes: {
    title: titles.processes,
    help: 'Which programs start and end, whose they are, and from where. Feeds the process types and custom applications.',
  },
  modules: {
    title: titles.modules,
    help: 'Libraries that processes of custom applications have loaded.',
  },
  idle: {
    title: titles.idle,
    help: 'How long nobody used a session: input where the desktop tells it, else CPU and I/O. Harvesting needs it.',
  },
  addresses: {
    title: titles.addresses,
    help: 'Visits from the histories of browsers, for web applications. Say so to the people it concerns.',
  },
  polls: {
    title: titles.polls,
    help: 'Runs status commands such as lmutil lmstat and sends what they print. Only programs that the agent allows.',
  },
  logs: {
    title: titles.logs,
    help: 'Follows log files as they grow, rotation included.',
  },
}

export const collectorNames = Object.keys(collectorTitles) as readonly CollectorName[]

const every = (seconds: number): string => `every ${formatDuration(seconds < 10 ? seconds : Math.round(seconds))}`
const which = { all: 'of all users', users: 'of people, not of the system', applications: 'of custom applications' }

const enabledWords: { readonly [Name in CollectorName]: (settings: CollectorSettings[Name]) => string } = {
  processes: (settings) => `On, ${which[settings.which]}, ${every(settings.everySeconds)}`,
  modules: (settings) => `On, ${every(settings.everySeconds)}`,
  idle: () => 'On',
  addresses: ({ detail }) => (detail === 'host' ? 'On, site names only' : 'On, whole addresses'),
  polls: ({ commands }) => `On, ${count(commands.length, 'command')}`,
  logs: ({ files }) => `On, ${count(files.length, 'file')}`,
}

/** `On, of all users, every 10 s` */
export const wordsOfCollector = <Name extends CollectorName>(name: Name, settings: CollectorSettings[Name]): string =>
  settings.enabled ? enabledWords[name](settings) : 'Off'

export const collectorWords = (
  settings: CollectorSettings,
): readonly { readonly label: string; readonly words: string }[] =>
  collectorNames.map((name) => ({ label: collectorTitles[name].title, words: wordsOfCollector(name, settings[name]) }))
