import { usageImporter } from '../usage-importer.ts'
import { createSentinelUsageReader } from './reader.ts'
import { isTransactionLike, serverMark, transactionOf } from './transactions.ts'

export const sentinelUsageLog = usageImporter({
  format: 'sentinel-usage-log',
  title: 'Sentinel RMS usage log',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  yieldsUsage: true,
  sourceName: 'Sentinel RMS usage logs',
  detector: {
    format: 'sentinel-usage-log',
    title: 'Sentinel RMS usage log',
    score: (lines) => {
      const filled = lines.filter((text) => text.trim() !== '')
      const shaped = filled.filter((text) => transactionOf(text) || serverMark(text)).length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      const like = filled.filter(isTransactionLike).length
      return {
        score: share < 0.5 ? share : Math.min(1, 0.6 + share * 0.4),
        reason: `${like} of the first ${filled.length} lines are transactions of a Sentinel RMS usage log`,
      }
    },
  },
  rejections: {
    encrypted: {
      title: 'Encrypted numbers',
      explanation:
        'The log was written with encryption level 3 or 4, so the number of licences cannot be read. Set the level to 2 or less (-lfe) for logs to come.',
    },
    torn: {
      title: 'The transaction breaks off',
      explanation: 'Fields are missing, as when the disk was full. It was left out; the lines around it are kept.',
    },
    'bad-time': {
      title: 'The time is not a time',
      explanation: 'The instant lies before 1990 or after 2100. The line was left out; the lines around it are kept.',
    },
    unknown: {
      title: 'Not a line of a usage log',
      explanation:
        'Neither a transaction nor a start or stop of the server. It was left out; the lines around it are kept.',
    },
  },
  createReader: createSentinelUsageReader,
})
