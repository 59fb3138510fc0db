import { findIana } from 'windows-iana'

/** Abbreviations that servers print, where they are not ambiguous for licence servers in practice. */
const abbreviations: { readonly [name: string]: string } = {
  utc: 'UTC',
  gmt: 'Etc/GMT',
  est: 'America/New_York',
  edt: 'America/New_York',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  eet: 'Europe/Helsinki',
  eest: 'Europe/Helsinki',
  bst: 'Europe/London',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  'coordinated universal time': 'UTC',
}

export const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** IANA zone of a text that a server printed: a Windows name, its daylight form, an abbreviation or an IANA name. */
export const zoneOfText = (text: string): string | undefined => {
  const known = abbreviations[text.toLowerCase()]
  if (known) return known
  const standard = text.replace(/\b(?:Daylight|Summer) Time$/i, 'Standard Time')
  const [found] = findIana(standard)
  if (found) return found
  return text.includes('/') && isZone(text) ? text : undefined
}

/** How the zone of a file is known that an agent sent: its machine's, which says less than the file does, or an admin. */
export const agentsZone = 'of its agent’s machine'

export const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
