/** Records that say nothing that is counted, by their first word. */
export const silentRecords: ReadonlyMap<string, string> = new Map([
  ['AUTH:', 'signature'],
  ['AUTH', 'signature'],
  ['BADAUTH', 'signature'],
  ['SWITCH', 'switch to another file'],
  ['LICENSE', 'licence file'],
  ['REPROCESSED', 'header'],
  ['ISV:', 'header'],
  ['Logfile', 'header'],
  ['For', 'header'],
  ['You', 'header'],
  ['DYNRES', 'reservation'],
  ['TEMP', 'temporary licence'],
  ['METER_DEC', 'meter'],
  ['ROAM_EXTEND', 'offline use extended'],
  ['log', 'note of the application'],
])
/**
 * Zone of `TIMEZONE -420 0 # SE Asia Standard Time SE Asia Daylight Time, …` (Windows) or `TIMEZONE 300 1 # EST EDT, …`; without a name
 * its minutes west of UTC where it has no summer time. Empty: it cannot be told.
 */
export const zoneOf = (minutesWest: string, rule: string, line: string): string => {
  const names = /#\s*([^,]+)/.exec(line)?.[1] ?? ''
  const name = /^.*? Standard Time\b/.exec(names)?.[0] ?? /^\S*/.exec(names)?.[0] ?? ''
  if (name !== '') return name
  const hours = Number(minutesWest) / 60
  if (rule !== '0' || !Number.isInteger(hours) || Math.abs(hours) > 12) return ''
  return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '+' : ''}${hours}`
}
