import type { Params } from '../../core/contract/contract.ts'
import { isZone } from '../formats.ts'

/** What the admin knows of the files and the files may not say. Empty: not given. */
export interface ImportOptions {
  readonly server: string
  readonly zone: string
  /** `2024-03-04` */
  readonly startDate: string
}

export const noOptions: ImportOptions = { server: '', zone: '', startDate: '' }

/** Only what was given, as the call wants it. */
export const optionsForCall = ({
  server,
  zone,
  startDate,
}: ImportOptions): Pick<Params<'imports.start'>, 'server' | 'zone' | 'startDate'> => ({
  ...(server.trim() !== '' && { server: server.trim() }),
  ...(zone.trim() !== '' && { zone: zone.trim() }),
  ...(startDate !== '' && { startDate }),
})

/** What is wrong with a zone as typed, or nothing. */
export const zoneProblem = (zone: string): string | undefined =>
  zone.trim() === '' || isZone(zone.trim())
    ? undefined
    : 'This is not a known time zone. Names look like Europe/Berlin or America/New_York.'

/** How many options are given, for the folded line. */
export const givenOptions = (options: ImportOptions): number =>
  [options.server, options.zone, options.startDate].filter((value) => value.trim() !== '').length
