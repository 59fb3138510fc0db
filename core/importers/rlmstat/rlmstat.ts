import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createRlmstatReader } from './reader.ts'

const own = [
  /^\s*rlm(?:util|stat) v\d/,
  /^\s*rlm status on \S+ \(port \d+\)/,
  /^\s*\S+ license (?:pool|usage) status on \S+ \(port/,
  /^\s*count: \w+, # reservations: \d+, inuse: \d+/,
]

export const rlmstat = usageImporter({
  format: 'rlmstat',
  title: 'RLM status (rlmstat)',
  feeds: [
    45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 126, 127, 128, 143, 144, 147,
  ],
  yieldsUsage: true,
  sourceName: 'RLM status',
  detector: {
    format: 'rlmstat',
    title: 'RLM status (rlmstat)',
    score: (lines) => {
      const found = own.filter((pattern) => lines.some((line) => pattern.test(line))).length
      const score = found === 0 ? 0 : Math.min(1, 0.6 + found * 0.1)
      return { score, reason: `${found} of 4 kinds of lines that only rlmstat writes are in it` }
    },
  },
  rejections: {
    ...undatedRejection,
    number: {
      title: 'A number of licences that cannot be',
      explanation:
        'No licence, or more than two thousand million. The line was left out; the lines around it are kept.',
    },
    unknown: {
      title: 'Not a line of rlmstat',
      explanation:
        'Nothing that rlmstat writes looks like this: a message of a script, or an error. It was left out; look at it if users are missing.',
    },
  },
  createReader: createRlmstatReader,
})
