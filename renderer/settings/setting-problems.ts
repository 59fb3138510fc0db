import { isZone } from '../formats.ts'

/** Each says what is wrong with a value as typed, or nothing. The core checks again. */
export const reportZoneProblem = (zone: string): string | undefined =>
  zone === '' || isZone(zone)
    ? undefined
    : 'This is not a known time zone. Names look like Europe/Berlin or America/New_York.'

export const feedProblem = (address: string): string | undefined => {
  if (address === '') return undefined
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'https:' || url?.protocol === 'http:'
    ? undefined
    : 'This is not a web address. It begins with https://, for example https://updates.example.com/lictor.'
}

export const numberProblem = (value: number | string, min: number, max: number, unit: string): string | undefined => {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'Type a number.'
  return value < min || value > max ? `Type a number of ${unit} from ${min} to ${max}.` : undefined
}
