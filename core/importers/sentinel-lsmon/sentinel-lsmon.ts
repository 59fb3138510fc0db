import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { contacted, headingOf, isIarLine } from './lsmon-lines.ts'
import { createLsmonReader } from './reader.ts'

export const sentinelLsmon = usageImporter({
  format: 'sentinel-lsmon',
  title: 'Sentinel RMS status (lsmon)',
  feeds: [
    45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 126, 127, 128, 143, 144, 147,
  ],
  yieldsUsage: true,
  sourceName: 'Sentinel RMS status',
  detector: {
    format: 'sentinel-lsmon',
    title: 'Sentinel RMS status (lsmon)',
    score: (lines) => {
      const headings = lines.filter((line) => headingOf(line) !== undefined).length
      const isContacting = lines.some((line) => contacted.test(line))
      const filled = lines.filter((line) => line.trim() !== '')
      const iar = filled.filter(isIarLine).length
      const isIar = iar > filled.length * 0.8 && lines.some((line) => /IAR License Manager|### Server:/.test(line))
      const score = isContacting ? 1 : headings > 0 ? 0.9 : isIar ? 0.9 : 0
      return {
        score,
        reason: isIar
          ? 'it has servers and features as IAR’s tool lists them'
          : `${headings} headings of lsmon are in it`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    number: {
      title: 'A number that is none',
      explanation:
        'The number of licences, or the time of the look, cannot be read. The line was left out; the lines around it are kept.',
    },
    unknown: {
      title: 'Not a line of lsmon',
      explanation: 'Nothing that lsmon writes looks like this. It was left out; look at it if users are missing.',
    },
  },
  createReader: createLsmonReader,
})
