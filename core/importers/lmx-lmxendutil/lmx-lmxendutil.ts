import { polledTypes, undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createLmxReader } from './reader.ts'
import { banner, feature, serverOn, usedBy, usedOf } from './status-lines.ts'

const head = { format: 'lmx-lmxendutil', title: 'LM-X status (lmxendutil)' }

const shapes = [feature, usedOf, usedBy, serverOn, banner]
const xml = /<LICENSE_PATH\s[^>]*\bHOST\s*=/i

export const lmxLmxendutil = usageImporter({
  ...head,
  feeds: polledTypes,
  yieldsUsage: true,
  sourceName: 'LM-X status',
  longestLine: 16 * 1024 * 1024,
  detector: {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const sure = filled.filter((line) => banner.test(line) || serverOn.test(line)).length
      const shaped = filled.filter((line) => shapes.some((pattern) => pattern.test(line))).length
      const isXml = filled.some((line) => xml.test(line))
      return {
        score: isXml ? 0.95 : sure > 0 ? 0.9 : filled.length === 0 ? 0 : (shaped / filled.length) * 0.4,
        reason: isXml
          ? 'it has the LICENSE_PATH elements of lmxendutil -licstatxml'
          : `${shaped} of the first ${filled.length} lines are those of lmxendutil -licstat`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'A number between 0 and 2147483647 was expected. The line was left out; the others are kept.',
    },
    'no-feature': {
      title: 'A number without a feature',
      explanation:
        'No feature stands above it, so it cannot be told what is used. Import the whole output of lmxendutil.',
    },
    'no-holder': {
      title: 'No user and host',
      explanation: 'The line names no user@host, so nobody can be told to hold the licences. It was left out.',
    },
    'unknown-line': {
      title: 'Not a line of lmxendutil',
      explanation: 'lmxendutil prints nothing like it. It was left out; what another program wrote here does no harm.',
    },
  },
  createReader: createLmxReader,
})
