import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { holdingOf } from './holding-line.ts'
import { tableHead } from './licence-table.ts'
import { createLmstatReader } from './reader.ts'
import { copyright, hostUp, pool, reservation, serverStatus, statusOnAnything, usersOf } from './status-lines.ts'

const head = { format: 'lmstat', title: 'lmstat output' }

const certain = [copyright, statusOnAnything, usersOf, serverStatus, tableHead]
const likely = [pool, reservation, hostUp]

export const lmstat = usageImporter({
  ...head,
  feeds: [
    45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 126, 127, 128, 143, 144, 147,
  ],
  yieldsUsage: true,
  sourceName: 'lmstat',
  detector: {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const sure = filled.filter((line) => certain.some((pattern) => pattern.test(line))).length
      const shaped =
        sure +
        filled.filter((line) => likely.some((pattern) => pattern.test(line)) || typeof holdingOf(line) !== 'string')
          .length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      return {
        score: sure === 0 ? share * 0.4 : Math.min(1, 0.7 + share * 0.3),
        reason: `${shaped} of the first ${filled.length} lines are lmstat's own: its banner, servers, features and who holds them`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'not-a-date': {
      title: 'Not a date',
      explanation:
        'The date of the output, or the day on which a licence ends, does not exist. Of an output without a readable date nothing is counted; a licence without one was left out.',
    },
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'The number is larger than any server can give out. The line was left out; the others are kept.',
    },
    torn: {
      title: 'The line breaks off',
      explanation:
        'User, host, version, server with handle and the start were expected. The line was left out; the disk may have been full, or two polls wrote at once.',
    },
    'no-feature': {
      title: 'A holder without a feature',
      explanation:
        'No line "Users of ..." stands above it, so it cannot be told which feature is held. Import the whole output of lmstat -a.',
    },
    'unknown-line': {
      title: 'Not a line of lmstat',
      explanation: 'lmstat prints nothing like it. It was left out; what another program wrote here does no harm.',
    },
  },
  createReader: createLmstatReader,
})
