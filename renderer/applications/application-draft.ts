import type { HarvestingRules } from '../../core/contract/agent-configuration.ts'
import type { Params } from '../../core/contract/contract.ts'
import type { CustomApplication } from '../../core/contract/custom-applications.ts'

/** Of a number that is typed: empty until there is one. */
type Typed = number | string

/** The rules as they are typed: what is switched off keeps its figures. */
export interface HarvestingDraft {
  readonly isOn: boolean
  readonly byIdle: boolean
  readonly idleMinutes: Typed
  readonly byCpu: boolean
  readonly cpuPercent: Typed
  readonly cpuMinutes: Typed
  readonly byHours: boolean
  /** 1 Monday ... 7 Sunday. */
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
  readonly asks: boolean
  readonly timeoutSeconds: Typed
  readonly method: HarvestingRules['method']
  readonly forces: boolean
  readonly forceAfterSeconds: Typed
}

/** An application as it is typed, right or not. */
export interface ApplicationDraft {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly groups: readonly number[]
  readonly windows: readonly string[]
  readonly linux: readonly string[]
  readonly macos: readonly string[]
  readonly paths: readonly string[]
  readonly publishers: readonly string[]
  readonly harvesting: HarvestingDraft
}

/** What somebody begins with who turns harvesting on: it asks, and loses nobody's work. */
const usualHarvesting: HarvestingDraft = {
  isOn: false,
  byIdle: true,
  idleMinutes: 30,
  byCpu: false,
  cpuPercent: 1,
  cpuMinutes: 15,
  byHours: false,
  days: [1, 2, 3, 4, 5],
  from: '08:00',
  to: '18:00',
  asks: true,
  timeoutSeconds: 120,
  method: 'graceful',
  forces: false,
  forceAfterSeconds: 300,
}

const harvestingDraftOf = (rules: HarvestingRules | undefined): HarvestingDraft => {
  if (!rules) return usualHarvesting
  const { idleMinutes, cpuBelow, workingHours, ask, method, forceAfterSeconds } = rules
  const usual = usualHarvesting
  return {
    isOn: rules.enabled,
    byIdle: idleMinutes !== undefined,
    idleMinutes: idleMinutes ?? usual.idleMinutes,
    byCpu: cpuBelow !== undefined,
    cpuPercent: cpuBelow?.percent ?? usual.cpuPercent,
    cpuMinutes: cpuBelow?.minutes ?? usual.cpuMinutes,
    byHours: workingHours !== undefined,
    days: workingHours?.days ?? usual.days,
    from: workingHours?.from ?? usual.from,
    to: workingHours?.to ?? usual.to,
    asks: ask !== undefined,
    timeoutSeconds: ask?.timeoutSeconds ?? usual.timeoutSeconds,
    method,
    forces: forceAfterSeconds !== undefined,
    forceAfterSeconds: forceAfterSeconds ?? usual.forceAfterSeconds,
  }
}

export const emptyDraft: ApplicationDraft = {
  name: '',
  description: '',
  enabled: true,
  groups: [],
  windows: [],
  linux: [],
  macos: [],
  paths: [],
  publishers: [],
  harvesting: usualHarvesting,
}

export const draftOf = (application: CustomApplication): ApplicationDraft => ({
  name: application.name,
  description: application.description,
  enabled: application.enabled,
  groups: application.groups,
  ...application.executables,
  paths: application.paths,
  publishers: application.publishers,
  harvesting: harvestingDraftOf(application.harvesting),
})

/** Where something is wrong. */
export type DraftField =
  | 'name'
  | 'executables'
  | 'triggers'
  | 'idleMinutes'
  | 'cpuPercent'
  | 'cpuMinutes'
  | 'days'
  | 'hours'
  | 'timeoutSeconds'
  | 'forceAfterSeconds'

export type DraftProblems = { readonly [Field in DraftField]?: string }

const wholeNumber = (value: Typed, least: number, most: number): string | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `Type a whole number from ${least} to ${most.toLocaleString('en')}.`

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/

const executablesProblem = (names: readonly string[]): string | undefined => {
  if (names.length === 0) return 'Name the program of at least one system: agents have nothing to look for otherwise.'
  const path = names.find((name) => /[/\\]/.test(name))
  if (path !== undefined) return `${path} is a path. Write the file’s name here, and its folder under Paths.`
  const any = names.find((name) => !/[^*?.]/.test(name))
  return any === undefined ? undefined : `${any} fits every program. Write more of the name.`
}

const problemsOf = ({ name, windows, linux, macos, harvesting }: ApplicationDraft): DraftProblems => {
  const found: { [Field in DraftField]?: string | undefined } = {
    name: name.trim() === '' ? 'Type a name.' : undefined,
    executables: executablesProblem([...windows, ...linux, ...macos]),
  }
  const { isOn, byIdle, byCpu, byHours, asks, method, forces, days, from, to } = harvesting
  if (isOn) {
    if (!byIdle && !byCpu && !byHours) found.triggers = 'Choose at least one: nothing would ever be taken back.'
    if (byIdle) found.idleMinutes = wholeNumber(harvesting.idleMinutes, 1, 10_080)
    if (byCpu) {
      const { cpuPercent } = harvesting
      const isPercent = typeof cpuPercent === 'number' && cpuPercent >= 0 && cpuPercent <= 100
      found.cpuPercent = isPercent ? undefined : 'Type a number from 0 to 100.'
      found.cpuMinutes = wholeNumber(harvesting.cpuMinutes, 1, 1440)
    }
    if (byHours) {
      found.days = days.length === 0 ? 'Choose at least one day.' : undefined
      if (!timeOfDay.test(from) || !timeOfDay.test(to)) found.hours = 'Type both times, such as 08:00.'
      else if (from === to) found.hours = 'These hours have no length.'
    }
    if (asks) found.timeoutSeconds = wholeNumber(harvesting.timeoutSeconds, 10, 3600)
    if (method === 'graceful' && forces) found.forceAfterSeconds = wholeNumber(harvesting.forceAfterSeconds, 5, 3600)
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined))
}

const numberOr = (value: Typed, usual: Typed): number => Number(typeof value === 'number' ? value : usual)

/** The rules as they would be saved; meant for a draft without problems, close to it for any other. */
export const rulesOf = (draft: HarvestingDraft): HarvestingRules => {
  const { isOn, byIdle, byCpu, byHours, asks, method, forces, from, to } = draft
  const usual = usualHarvesting
  return {
    enabled: isOn,
    ...(byIdle ? { idleMinutes: numberOr(draft.idleMinutes, usual.idleMinutes) } : {}),
    ...(byCpu
      ? {
          cpuBelow: {
            percent: numberOr(draft.cpuPercent, usual.cpuPercent),
            minutes: numberOr(draft.cpuMinutes, usual.cpuMinutes),
          },
        }
      : {}),
    ...(byHours && timeOfDay.test(from) && timeOfDay.test(to)
      ? { workingHours: { days: [...draft.days].sort(), from, to } }
      : {}),
    ...(asks ? { ask: { timeoutSeconds: numberOr(draft.timeoutSeconds, usual.timeoutSeconds) } } : {}),
    method,
    ...(method === 'graceful' && forces
      ? { forceAfterSeconds: numberOr(draft.forceAfterSeconds, usual.forceAfterSeconds) }
      : {}),
  }
}

export interface ReadDraft {
  /** Absent while anything is wrong. */
  readonly fields?: Params<'customApplications.create'>
  readonly problems: DraftProblems
}

/** What was typed as an application that can be saved, or what is wrong with it and where. */
export const readDraft = (draft: ApplicationDraft): ReadDraft => {
  const problems = problemsOf(draft)
  if (Object.keys(problems).length > 0) return { problems }
  const { name, description, enabled, groups, windows, linux, macos, paths, publishers, harvesting } = draft
  return {
    problems,
    fields: {
      name: name.trim(),
      description: description.trim(),
      enabled,
      groups: [...groups],
      executables: { windows: [...windows], linux: [...linux], macos: [...macos] },
      paths: [...paths],
      publishers: [...publishers],
      harvesting: rulesOf(harvesting),
    },
  }
}
