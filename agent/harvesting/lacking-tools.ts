import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { AgentConfiguration, HarvestingRules } from '../../core/agents/protocol/configuration.ts'

/** Any one of the tools will do. */
interface Need {
  readonly tools: readonly string[]
  /** What happens without. */
  readonly without: string
}

const needsOf = ({ method, ask, idleMinutes }: HarvestingRules): readonly Need[] => [
  { tools: ['loginctl', 'who'], without: 'nobody tells who logged in first' },
  ...(ask || method === 'suspend'
    ? [{ tools: ['zenity', 'kdialog', 'notify-send'], without: 'nobody can be asked, so every program stays as it is' }]
    : []),
  ...(method === 'notify' ? [{ tools: ['notify-send', 'zenity'], without: 'nobody can be told' }] : []),
  ...(idleMinutes === undefined
    ? []
    : [{ tools: ['gdbus', 'xprintidle', 'loginctl'], without: 'idle time is judged by CPU and I/O' }]),
  ...(method === 'graceful'
    ? [{ tools: ['wmctrl'], without: 'a program is asked to close by a signal, and does not ask whether to save' }]
    : []),
]

/**
 * What harvesting lacks on this machine, by what it was told, before a rule fires: a line for each application and need. Windows and macOS bring
 * along all that is used there.
 */
export const lackingTools = (
  { applications, collectors }: Pick<AgentConfiguration, 'applications' | 'collectors'>,
  platform: NodeJS.Platform = process.platform,
  path: string = process.env.PATH ?? '',
): readonly string[] => {
  const has = (tool: string): boolean => path.split(delimiter).some((folder) => existsSync(join(folder, tool)))
  return applications.flatMap(({ name, harvesting }) => {
    if (harvesting?.enabled !== true) return []
    const needs = platform === 'linux' ? needsOf(harvesting) : []
    const isUnmeasured = harvesting.idleMinutes !== undefined && !collectors.idle.enabled
    return [
      ...(isUnmeasured ? [`${name}: idle time is not measured, as its collector is turned off.`] : []),
      ...needs
        .filter(({ tools }) => !tools.some(has))
        .map(({ tools, without }) => `${name}: without ${listed(tools)} ${without}.`),
    ]
  })
}

/** `a`, `a or b`, `a, b or c` */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
