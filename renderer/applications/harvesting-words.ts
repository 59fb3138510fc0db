import type { HarvestingRules } from '../../core/contract/agent-configuration.ts'
import { count, formatNumber } from '../formats.ts'

export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const methodWords: {
  readonly [Method in HarvestingRules['method']]: { readonly label: string; readonly what: string }
} = {
  notify: { label: 'Tell the user', what: 'A message asks the user to close the program. Nothing else happens.' },
  graceful: {
    label: 'Close it',
    what: 'The program is asked to close, as by its own close button. It may ask the user to save.',
  },
  force: { label: 'End it', what: 'The program is ended at once. What was not saved is lost.' },
  suspend: {
    label: 'Suspend it',
    what: 'The program stands still, with everything in it, until its user comes back or continues it. Not every licence server takes a licence back from a program that stands still.',
  },
  dryRun: { label: 'Only log it', what: 'Nothing is done. The event log says what would have been done, and why.' },
}

/** Who is only told is not asked, and what is only logged is not either. */
export const asksFirst = (method: HarvestingRules['method']): boolean => method !== 'notify' && method !== 'dryRun'

/** `[1, 2, 3, 4, 5]` → `Monday to Friday`; `[1, 3]` → `Monday and Wednesday`. */
export const daysWords = (days: readonly number[]): string => {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.length === 7) return 'every day'
  const runs: number[][] = []
  for (const day of sorted) {
    const last = runs.at(-1)
    if (last && last.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  const names = runs.flatMap((run) => {
    const [first, last] = [dayNames[run[0]! - 1]!, dayNames[run.at(-1)! - 1]!]
    if (run.length > 2) return [`${first} to ${last}`]
    return run.length === 2 ? [first, last] : [first]
  })
  return joined(names, 'and')
}

export const joined = (parts: readonly string[], word: 'and' | 'or'): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`

const seconds = (amount: number): string =>
  amount >= 60 && amount % 60 === 0 ? count(amount / 60, 'minute') : count(amount, 'second')

const minutes = (amount: number): string =>
  amount >= 60 && amount % 60 === 0 ? count(amount / 60, 'hour') : count(amount, 'minute')

/** When a rule fires: each of these alone is enough. */
export const triggerWords = ({ idleMinutes, cpuBelow, workingHours }: HarvestingRules): readonly string[] => [
  ...(idleMinutes === undefined ? [] : [`nobody has used it for ${minutes(idleMinutes)}`]),
  ...(cpuBelow === undefined
    ? []
    : [
        `it has needed less than ${formatNumber(cpuBelow.percent, Number.isInteger(cpuBelow.percent) ? 0 : 1)} % of one processor core for ${minutes(cpuBelow.minutes)}`,
      ]),
  ...(workingHours === undefined
    ? []
    : [
        `it runs outside ${daysWords(workingHours.days)}, ${workingHours.from}–${workingHours.to}, by the machine’s clock`,
      ]),
]

const actWords = ({ method, forceAfterSeconds }: HarvestingRules): string => {
  if (method === 'notify') return 'the user is told, and the program goes on.'
  if (method === 'force') return 'it is ended at once. What was not saved is lost.'
  if (method === 'suspend') return 'it is suspended until its user comes back or continues it.'
  if (method === 'dryRun') return 'nothing is done: the event log says what would have been done.'
  return forceAfterSeconds === undefined
    ? 'it is asked to close. It is never ended by force.'
    : `it is asked to close. If it is still there ${seconds(forceAfterSeconds)} later, it is ended, and what was not saved is lost.`
}

/** What will happen, in sentences; the first says when. */
export const harvestingSentences = (rules: HarvestingRules | undefined): readonly string[] => {
  if (!rules?.enabled) return ['Nothing is ever taken back: its sessions are only counted.']
  const triggers = triggerWords(rules)
  if (triggers.length === 0) return ['Nothing is taken back until a reason is chosen.']
  const when = `As soon as ${joined(triggers, 'or')}`
  const asks = rules.ask !== undefined && asksFirst(rules.method)
  return [
    ...(asks
      ? [
          `${when}, the user is asked whether the program is still needed.`,
          'Who still needs it keeps it, and the time counts anew.',
          `Without an answer within ${seconds(rules.ask!.timeoutSeconds)}, ${actWords(rules)}`,
        ]
      : [`${when}, ${actWords(rules)}`]),
    ...(!asks && asksFirst(rules.method) && rules.workingHours
      ? ['When the working hours end it happens at once, also while somebody works with it.']
      : []),
    'This holds for the first user who is logged in at a machine, and each act is written to the event log with its reason.',
  ]
}

/** For a cell of the grid: `Close it, asks first`. */
export const harvestingSummary = (rules: HarvestingRules | undefined): string | null =>
  rules?.enabled
    ? `${methodWords[rules.method].label}${rules.ask && asksFirst(rules.method) ? ', asks first' : ''}`
    : null
