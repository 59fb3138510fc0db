import { usageImporter } from '../usage-importer.ts'
import { createRlmReportReader } from './reader.ts'

/** `09/04/2025 00:00`, `OUT hexa_solve 5.0 3 …`, `IN 1 …`, `DENY …`, `PRODUCT …` */
const record =
  /^(?:\d\d\/\d\d\/\d{4} \d\d:\d\d$|(?:OUT|DENY|QUE|INUSE|PRODUCT) \S+ \S+ .*"|(?:IN|DEQUE) \d+ .*\d\d:\d\d|(?:START|END|SHUTDOWN|REREAD) .*\d\d:\d\d|AUTH: \d)/

export const rlmReportLog = usageImporter({
  format: 'rlm-report-log',
  title: 'RLM report log',
  feeds: [89, 90, 91, 93, 94, 95, 102, 103, 107, 108, 109, 126, 127, 128],
  yieldsUsage: true,
  sourceName: 'RLM report logs',
  detector: {
    format: 'rlm-report-log',
    title: 'RLM report log',
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const head = filled.slice(0, 10).find((line) => line.startsWith('RLM Report Log Format '))
      if (head) return { score: 1, reason: `it says so: ${head.slice(0, 60)}` }
      const shaped = filled.filter((line) => record.test(line)).length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      return {
        score: share < 0.5 ? share : Math.min(0.95, 0.5 + share / 2),
        reason: `${shaped} of the first ${filled.length} lines are records of an RLM report log`,
      }
    },
  },
  rejections: {
    unknown: {
      title: 'No record of a report log',
      explanation:
        'The line begins with none of the words that RLM writes, perhaps because somebody changed it. It was left out; the lines around it are kept.',
    },
    torn: {
      title: 'The record breaks off',
      explanation:
        'Fields are missing, or a number is none, as when the disk was full. The record was left out; the lines around it are kept.',
    },
    'bad-time': {
      title: 'The time is not a time',
      explanation: 'There is no such date or time of day. The record was left out; the lines around it are kept.',
    },
    'no-year': {
      title: 'No line before tells the year',
      explanation:
        'Records carry month and day only. The start of the log, where the year stands, is missing: import the whole file, or state the day of its first line.',
    },
  },
  createReader: createRlmReportReader,
})
