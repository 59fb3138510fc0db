import { usageImporter } from '../usage-importer.ts'
import { isCommonLine, isNativeLine } from './line-forms.ts'
import { createSquidReader } from './reader.ts'

const head = { format: 'squid-log', title: 'Squid access log' }

export const squidLog = usageImporter({
  ...head,
  feeds: [121],
  yieldsUsage: true,
  sourceName: 'Web proxy',
  detector: {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const known = filled.filter((line) => isNativeLine(line) || isCommonLine(line)).length
      const share = filled.length === 0 ? 0 : known / filled.length
      return {
        score: share < 0.2 ? share : 0.55 + share * 0.4,
        reason: `${known} of the first ${filled.length} lines are requests to a proxy`,
      }
    },
  },
  rejections: {
    'not-a-request': {
      title: 'Not a line of an access log',
      explanation:
        'Neither a time, a duration and a machine, nor a machine and a time in brackets stand at its start. It was left out; the lines around it count.',
    },
    'breaks-off': {
      title: 'The line breaks off',
      explanation:
        'It begins like a request, but method, address or size are missing: a full disk, or a file that was copied while it was written. It was left out.',
    },
    'not-a-time': {
      title: 'The time is not a time',
      explanation:
        'It is no date, or lies before 1990 or after 2099, so it cannot be told when the request was. It was left out; look at the clock of the proxy.',
    },
    'not-a-size': {
      title: 'The size is not a number of bytes',
      explanation: 'Negative, larger than any answer, or no number at all. The request was left out.',
    },
    'no-address': {
      title: 'No address of the web',
      explanation:
        'The request names a path and no server, as in the log of a web server, or something that is no address. It was left out, for its site is not known.',
    },
  },
  createReader: createSquidReader,
})
