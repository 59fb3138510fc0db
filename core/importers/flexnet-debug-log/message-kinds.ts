/** Programs that start vendor daemons and speak for all of them. */
export const isManager = (daemon: string): boolean => daemon === 'lmgrd' || daemon === 'lmadmin'

/** `gearld exited with status 58 ()` and `REStarted gearld (pid 4552)`, said by the manager. */
export const daemonEndTold = (message: string): string | undefined =>
  (/^(\S+) exited with status\b/.exec(message) ?? /^REStarted (\S+)/i.exec(message))?.[1]

/** The vendor daemon's own word that it ends. */
export const isOwnExit = (message: string): boolean =>
  message.startsWith('EXITING') ||
  message.startsWith('daemon shutdown requested') ||
  /^Lost connection to lmgrd.*\bexiting/i.test(message)

/** `Server started on HOST for:\tbase\t\t` → the text behind the colon. */
export const startedList = (message: string): string | undefined =>
  /^Server started on \S+ for:(.*)$/.exec(message)?.[1]

/** A package whose brackets are closed, or go on in the next line. */
const consistingOf = /\(consisting of:[^)]*(?:\)|$)/g

/**
 * Whether the daemon's next line still belongs to its list of features: no colon and no quote, `(consisting of:` apart,
 * and a tab in it, a tab or blank at its end, or a single word. `unclosed` is what went before, where its brackets are open.
 */
export const continuesList = (message: string, unclosed = ''): boolean => {
  if (unclosed !== '') return !/[:"']/.test(`${unclosed} ${message}`.replace(consistingOf, ''))
  const plain = message.replace(consistingOf, '')
  if (/[:"']/.test(plain) || message.trim() === '') return false
  return message.includes('\t') || /[\t ]$/.test(message) || /^\S+$/.test(plain.trim())
}

/** What of a list's text must wait for the next line: a package whose brackets are not closed yet. */
export const splitUnclosed = (text: string): { readonly whole: string; readonly unclosed: string } => {
  const open = /\S+\s+\(consisting of:[^)]*$/.exec(text)
  return open ? { whole: text.slice(0, open.index), unclosed: open[0] } : { whole: text, unclosed: '' }
}

export interface ListedFeatures {
  readonly features: readonly string[]
  readonly packages: readonly { readonly name: string; readonly components: readonly string[] }[]
}

/** `base\t\tPKG (consisting of: a b c)` → features and packages; a package's components are features, it is none itself. */
export const readList = (text: string): ListedFeatures => {
  const packages: { name: string; components: string[] }[] = []
  const plain = text.replace(/(\S+)\s+\(consisting of:\s*([^)]*)\)/g, (_, name: string, inside: string) => {
    packages.push({ name, components: inside.split(/[\s,]+/).filter((word) => word !== '') })
    return ' '
  })
  return { features: plain.split(/\s+/).filter((word) => word !== ''), packages }
}
