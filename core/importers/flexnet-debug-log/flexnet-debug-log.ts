import type { Importer } from '../importer.ts'
import { createFlexnetParser } from './parser.ts'

/** `17:41:06 (adskflex) OUT: "64300ACD_F" jdoe@WS-0042` */
const event = /^\s?\d{1,2}:\d\d:\d\d \([\w.@-]+\) (?:OUT|IN|DENIED|UNSUPPORTED|UPGRADE|QUEUED|DEQUEUED): /
const timed = /^(?:\d{4}-\d\d-\d\dT\S+\s+)?\s?\d{1,2}:\d\d:\d\d \([\w.@-]+\)(?: |$)/
const stamped = /^\d{4}-\d\d-\d\dT\S+\s+\([\w.@-]+\) /

export const flexnetDebugLog: Importer = {
  format: 'flexnet-debug-log',
  title: 'FlexNet debug log',
  feeds: [50, 51, 52, 75, 76, 77, 83, 84, 85, 86, 93, 94, 95, 102, 103, 104, 116, 129, 143, 144, 145, 147],
  detector: {
    format: 'flexnet-debug-log',
    title: 'FlexNet debug log',
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const shaped = filled.filter((line) => timed.test(line) || stamped.test(line)).length
      const events = filled.filter((line) => event.test(line)).length
      const share = filled.length === 0 ? 0 : shaped / filled.length
      const score = share < 0.5 ? share : Math.min(1, 0.6 + share * 0.4)
      return {
        score,
        reason: `${shaped} of the first ${filled.length} lines begin with a time and a vendor daemon, ${events} of them tell of checkouts or denials`,
      }
    },
  },
  rejections: {
    'not-a-time': {
      title: 'The time is not a time',
      explanation:
        'The line begins like others, but its time of day cannot be read. It was left out; the lines around it are kept.',
    },
    'no-prefix': {
      title: 'No time and daemon at the start',
      explanation:
        'The line continues the one above or was written by another program. It holds no use of a licence. Nothing to do.',
    },
    torn: {
      title: 'The line breaks off',
      explanation:
        'A checkout, check-in or denial whose end is missing, as when the disk was full or two programs wrote at once. It was left out.',
    },
    glued: {
      title: 'Two lines run into one',
      explanation:
        'Something stands behind the event that does not belong to it, usually the next line. It was left out, for it is not certain.',
    },
    'no-holder': {
      title: 'No user and host',
      explanation: 'The event names no user@host, so nobody can be told to hold the licence. It was left out.',
    },
    'too-long': {
      title: 'Longer than 64 KB',
      explanation: 'No licence server writes such a line. It was skipped up to its end; the lines after it are kept.',
    },
  },
  createParser: createFlexnetParser,
}
