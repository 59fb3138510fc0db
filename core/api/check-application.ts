import type { ApplicationRules, HarvestingRules } from '../contract/agent-configuration.ts'
import { ConsoleError } from '../contract/errors.ts'

/** Blank entries and those that stand twice go. */
const tidy = (texts: readonly string[]): string[] => [...new Set(texts.map((text) => text.trim()).filter(Boolean))]

/** @throws ConsoleError `invalid`, naming the field, for rules that fit no program, fit every program or could never harvest as they say */
export const checkApplicationRules = ({
  executables,
  paths,
  publishers,
  harvesting,
}: ApplicationRules): ApplicationRules => {
  const rules: ApplicationRules = {
    executables: {
      windows: tidy(executables.windows),
      linux: tidy(executables.linux),
      macos: tidy(executables.macos),
    },
    paths: tidy(paths),
    publishers: tidy(publishers),
    ...(harvesting ? { harvesting } : {}),
  }
  const names = Object.values(rules.executables).flat()
  if (names.length === 0) throw invalid('Executables: name at least one program on one system.')
  for (const name of names) {
    if (/[/\\]/.test(name))
      throw invalid(`Executables: ${name} is a path. Write the file's name here, and its folder under Paths.`)
    if (!/[^*?.]/.test(name)) throw invalid(`Executables: ${name} fits every program. Write more of the name.`)
  }
  if (harvesting?.enabled) checkHarvesting(harvesting)
  return rules
}

const checkHarvesting = ({ idleMinutes, cpuBelow, workingHours, method, forceAfterSeconds }: HarvestingRules): void => {
  if (idleMinutes === undefined && !cpuBelow && !workingHours) {
    throw invalid('Harvesting: choose when: idle for so long, CPU below, or outside working hours.')
  }
  if (workingHours && workingHours.days.length === 0) {
    throw invalid('Working hours: choose at least one day. Without any, the application would never be left alone.')
  }
  if (workingHours && workingHours.from === workingHours.to) {
    throw invalid('Working hours: they begin and end at the same time. Choose two times.')
  }
  if (forceAfterSeconds !== undefined && method !== 'graceful') {
    throw invalid('Force after: this belongs to the method that closes gracefully.')
  }
}

const invalid = (message: string): ConsoleError => new ConsoleError('invalid', message)
