import { type CapacityStep, type SourceCapacity, strongestSteps } from '../aggregation/capacity-steps.ts'
import { licenceGrants } from '../aggregation/licence-grants.ts'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { capacityUncounted, capacityUnknown } from '../facts/derived-day.ts'
import { parseLicenceFile } from '../importers/flexnet-licence-file/parser.ts'
import type { createWords } from '../importers/words-fixture.ts'
import { licenceSteps } from '../imports/source-capacity.ts'

const numberOf = (text: string): number =>
  text === 'uncounted' ? capacityUncounted : text === 'undef' ? capacityUnknown : Number(text)

/**
 * For tests: what the lines of a licence file and typed values (`gear 5 2024-03-04 08:30`) say of a server, for a dictionary that its log
 * has filled. Typed values are of the daemon that the licence file, else the log, has.
 */
export const statedCapacity = (
  words: ReturnType<typeof createWords>,
  zone: string,
  licences: readonly string[],
  typed: readonly string[],
): SourceCapacity => {
  const clock = zoneClock(zone)
  const { records } = parseLicenceFile(licences)
  const filed = records.map((record, id) => ({ ...record, id, file: 1, fileOrder: '', fileName: 'license.lic' }))
  const { grants } = licenceGrants(filed)
  const daemon = records[0]?.daemon ?? words.names.daemon.find((name) => name !== '' && name !== 'lmgrd') ?? ''
  const steps = new Map<number, readonly CapacityStep[]>()
  const known = new Map<number, number>()
  const values = typed.map((text) => {
    const [feature, licences, date, time] = text.split(' ') as [string, string, string, string]
    return {
      feature,
      at: clock.instantOf(Date.parse(`${date}T${time}:00Z`) / 1000, undefined),
      licences: numberOf(licences),
    }
  })
  for (const feature of new Set([...grants, ...values].map((one) => one.feature))) {
    const { dictionary } = words
    const series = dictionary.holder(dictionary.name('daemon', daemon), dictionary.name('feature', feature), 0, 0)
    const stated = licenceSteps(
      clock,
      grants.filter((grant) => grant.feature === feature),
    )
    steps.set(
      series,
      strongestSteps(
        stated,
        values.filter((one) => one.feature === feature),
      ),
    )
    if (stated[0]) known.set(series, stated[0].at)
  }
  words.learn(words.dictionary.takeAdditions())
  return { steps, known }
}
