import type { WatchedApplication } from '../../core/agents/protocol/configuration.ts'

/** What a process must state to be recognised. */
export interface ProgramFacts {
  readonly executable: string
  /** Empty where the system does not tell: then no rule about paths fits. */
  readonly path: string
  readonly publisher: string
}

export type System = 'windows' | 'linux' | 'macos'

const none: readonly number[] = []
/** A machine runs the same few hundred programs all day; they are asked about at every look. */
const mostRemembered = 5000

/**
 * Compiles the rules of custom applications (core/contract/agent-configuration.ts) for one system: the answer is the ids of all that fit, in
 * the order of the configuration. A program fits by its file name, and where paths or publishers are stated, by one of each. Case counts
 * on Linux only; `\` and `/` are the same on Windows.
 */
export const createApplicationMatcher = (
  applications: readonly WatchedApplication[],
  system: System,
): ((program: ProgramFacts) => readonly number[]) => {
  const rules = applications
    .filter((application) => application.executables[system].length > 0)
    .map(({ id, executables, paths, publishers }) => ({
      id,
      fitsName: anyOf(executables[system], system),
      fitsPath: anyOf(paths, system),
      publishers: new Set(publishers.map((publisher) => publisher.trim().toLowerCase())),
    }))
  if (rules.length === 0) return () => none
  const found = new Map<string, readonly number[]>()
  const applicationsOf = ({ executable, path, publisher }: ProgramFacts): readonly number[] =>
    rules
      .filter(
        (rule) =>
          rule.fitsName?.(executable) &&
          (!rule.fitsPath || (path !== '' && rule.fitsPath(path))) &&
          (rule.publishers.size === 0 || rule.publishers.has(publisher.trim().toLowerCase())),
      )
      .map(({ id }) => id)
  return (program) => {
    const key = `${program.executable}\0${program.path}\0${program.publisher}`
    let ids = found.get(key)
    if (!ids) {
      if (found.size >= mostRemembered) found.clear()
      ids = applicationsOf(program)
      found.set(key, ids)
    }
    return ids
  }
}

/** `undefined` for no pattern at all. */
const anyOf = (patterns: readonly string[], system: System): ((text: string) => boolean) | undefined => {
  if (patterns.length === 0) return undefined
  const written = (text: string) => {
    const name = system === 'windows' ? text.replaceAll('/', '\\') : text
    return system === 'linux' ? name : name.toLowerCase()
  }
  const tests = patterns.map((pattern) => fitsPattern(written(pattern.trim())))
  return (text) => {
    const name = written(text)
    return tests.some((test) => test(name))
  }
}

/**
 * `*` stands for any characters, separators of folders too, `?` for one. Own loop instead of a regular expression: the patterns come from
 * somebody else, and `*a*a*a*a` must not take longer than the name is long times the pattern.
 */
export const fitsPattern = (pattern: string): ((text: string) => boolean) => {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern
  return (text) => {
    let at = 0
    let inPattern = 0
    let star = -1
    let afterStar = 0
    while (at < text.length) {
      if (inPattern < pattern.length && pattern[inPattern] === '*') {
        star = inPattern++
        afterStar = at
      } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === text[at])) {
        inPattern++
        at++
      } else if (star >= 0) {
        inPattern = star + 1
        at = ++afterStar
      } else return false
    }
    while (pattern[inPattern] === '*') inPattern++
    return inPattern === pattern.length
  }
}
