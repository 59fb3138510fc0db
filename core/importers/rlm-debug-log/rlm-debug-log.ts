import { usageImporter } from '../usage-importer.ts'
import { createRlmDebugReader } from './reader.ts'

const line = /^\d\d\/\d\d \d{1,2}:\d\d \([^)\s]+\)/
const event = /^\d\d\/\d\d \d{1,2}:\d\d \([^)\s]+\) (?:OUT|IN|DENIED): /

export const rlmDebugLog = usageImporter({
  format: 'rlm-debug-log',
  title: 'RLM debug log',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  yieldsUsage: true,
  sourceName: 'RLM debug logs',
  detector: {
    format: 'rlm-debug-log',
    title: 'RLM debug log',
    score: (lines) => {
      const filled = lines.filter((text) => text.trim() !== '')
      const shaped = filled.filter((text) => line.test(text)).length
      const events = filled.filter((text) => event.test(text)).length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      return {
        score: share < 0.5 ? share : Math.min(1, 0.6 + share * 0.4),
        reason: `${shaped} of the first ${filled.length} lines begin with month, day, time and a server, ${events} of them tell of checkouts or denials`,
      }
    },
  },
  rejections: {
    'no-year': {
      title: 'The year is not known',
      explanation:
        'This log carries month and day only. Import it with the day of its first line, or write a line with a full date (2026-03-02 08:00) above it. RLM’s report log carries the year.',
    },
    'bad-time': {
      title: 'The time is not a time',
      explanation: 'There is no such date or time of day. The line was left out; the lines around it are kept.',
    },
    torn: {
      title: 'The line breaks off',
      explanation:
        'A checkout, check-in or denial without product, user or host, as when the disk was full. It was left out.',
    },
    'no-prefix': {
      title: 'No date and server at the start',
      explanation:
        'The line continues the one above, or another program wrote it. It holds no use of a licence. Nothing to do.',
    },
  },
  createReader: createRlmDebugReader,
})
