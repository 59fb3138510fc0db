import { timeoutOfHeading } from './map-heading.ts'
import { readMap } from './read-map.ts'
import { singleGroups } from './resolve-names.ts'

/** Seconds that a visit counts as use where no line says otherwise: half an hour, after which web analysts take a session for ended. */
export const usualTimeout = 1800

export interface TimeoutMap {
  /** Seconds of a web application, as web-domain.map names it. */
  of(application: string): number
}

/** `timeout-per-app.map`: minutes as the groups of web applications. The first line that matches counts. */
export const timeoutMap = (text: string): TimeoutMap => {
  const { texts, of } = singleGroups(readMap('timeout-per-app.map', text))
  const seconds = texts.map((minutes) => timeoutOfHeading(minutes) || usualTimeout)
  return { of: (application) => seconds[of(application)] as number }
}
