import { usageImporter } from '../usage-importer.ts'
import { entryOf } from './entry-line.ts'
import { createCodemeterReader } from './reader.ts'

const head = { format: 'codemeter-log', title: 'CodeMeter licence tracking log' }
const kinds = new Set(['license', 'access', 'release', 'admin', 'signedlogfile', 'listoflicenses', 'borrow'])

export const codemeterLog = usageImporter({
  ...head,
  feeds: [119],
  yieldsUsage: true,
  sourceName: 'Dongles',
  detector: {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const known = filled.filter((line) => {
        const entry = entryOf(line)
        return (
          entry !== undefined && kinds.has(entry.kind) && (entry.fields.has('server') || entry.fields.has('firmcode'))
        )
      }).length
      const share = filled.length === 0 ? 0 : known / filled.length
      return {
        score: share < 0.2 ? share : 0.55 + share * 0.4,
        reason: `${known} of the first ${filled.length} lines are entries of licences and accesses`,
      }
    },
  },
  rejections: {
    'not-an-entry': {
      title: 'Not an entry',
      explanation: 'Time and kind of an entry were expected at its start. It was left out; the others count.',
    },
    'not-a-time': {
      title: 'The time is not a time',
      explanation: 'It is no date, or lies before 1990 or after 2099, so it cannot be told when that was.',
    },
    'fields-missing': {
      title: 'A field is missing',
      explanation:
        'Server, the numbers of licence and access, the client or the quantity are missing or no numbers: the line breaks off. It was left out.',
    },
    'unknown-licence': {
      title: 'A licence that is not listed above it',
      explanation:
        'The log says which dongle and product a number stands for when the server starts. Import the log from there on, with the files before this one put in front of it.',
    },
    'unknown-entry': {
      title: 'An entry of an unknown kind',
      explanation: 'None of License, Access, Release and Admin. It was left out; tell us about it.',
    },
  },
  createReader: createCodemeterReader,
})
