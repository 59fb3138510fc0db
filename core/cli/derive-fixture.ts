import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noCapacity, type SourceCapacity } from '../aggregation/capacity-steps.ts'
import { type DayInput, deriveDays } from '../aggregation/derive-days.ts'
import { zoneClock } from '../aggregation/zone-clock.ts'
import type { LineSegment } from '../facts/line-segment.ts'
import { createWords, readWith } from '../importers/words-fixture.ts'
import { planDays } from '../imports/day-plan.ts'

/** For tests: the days that follow from a FlexNet debug log, derived in one go and without a database, and what their numbers mean. */
export const deriveLog = async (
  text: string,
  zone: string,
  capacityOf: (words: ReturnType<typeof createWords>) => SourceCapacity = () => noCapacity,
) => {
  const words = createWords()
  const directory = mkdtempSync(join(tmpdir(), 'lictor-derive-'))
  const path = join(directory, 'input.log')
  writeFileSync(path, text)
  const { stored, provisional } = await readWith(words, path, 'flexnet-debug-log')
  rmSync(directory, { recursive: true })
  const { holders, names, details } = words
  const { days } = deriveDays(
    daysOf([...stored, ...provisional], { capacity: capacityOf(words), clock: zoneClock(zone) }),
    null,
    { zone, source: 1, queueSeconds: 8 * 3600, denialBefore: 5, denialAfter: 2 },
    {
      holders,
      isManager: (daemon) => names.daemon[daemon] === 'lmgrd' || names.daemon[daemon] === 'lmadmin',
      isInactive: (detail) => details[detail]?.[0] === 'INACTIVE',
    },
  )
  return { days, words }
}

/** Segments by day, each day knowing the line after it, as the import plans them. */
const daysOf = (segments: readonly LineSegment[], stated: Parameters<typeof planDays>[3]): DayInput[] => {
  const heads = segments.map((segment, i) => ({
    ...segment,
    id: i,
    file: 1,
    part: 1,
    beginsBlock: segment.beginsBlock ? 1 : 0,
    facts: segment.facts.time.rows,
    others: segment.others.time.rows,
  }))
  const planned = planDays(heads, [{ id: 1, head: '', dropped: [] }], '', stated)
  return planned.map(({ day, segments: ofDay, next, capacity }) => ({
    day,
    next,
    ...(capacity ? { capacity } : {}),
    segments: ofDay.map(({ id, piece, dropped }) => {
      const { facts, others } = segments[id] as LineSegment
      return { piece, dropped, fact: facts, other: others }
    }),
  }))
}
