import type { FormatDetector } from '../../reading/detection.ts'
import type { Importer } from '../importer.ts'

/** Last part of a path of any system: `C:\Tools\gear.exe` and `/opt/works/gear` are a `gear.exe` and a `gear`. */
export const fileNameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

const closing = 'The line was left out; the others are kept.'

/** Why lines of JSON about things that begin and end are turned down. */
export const recordRejections: Importer['rejections'] = {
  'not-json': {
    title: 'Not a line of JSON',
    explanation: `Each line must be one JSON object. This one is torn or something else. ${closing}`,
  },
  'other-record': {
    title: 'Another kind of record',
    explanation:
      'Its field `record` is missing or names another kind. Put each kind into a file of its own: process, module and address records are three formats.',
  },
  'not-a-text': {
    title: 'A field is neither text nor number',
    explanation: `A list, an object or true/false stands where a text is expected. ${closing}`,
  },
  'no-start': { title: 'No start', explanation: `The field \`start\` is missing. ${closing}` },
  'not-an-instant': {
    title: 'Not an instant',
    explanation:
      'Start, end and seen must be times with an offset or Z, such as 2026-03-02T08:00:00+01:00, or milliseconds since 1970, from 1980 to 2099. The line was left out, for it cannot be told when it was.',
  },
  'ends-before-it-starts': {
    title: 'It ends before it starts',
    explanation: `The end, or the last look, lies before the start. ${closing}`,
  },
  'no-process-id': {
    title: 'No process id',
    explanation: 'A line about something that is not over needs the number of its process: nothing else finds its end.',
  },
  'no-host': {
    title: 'No host',
    explanation: `The field \`host\` is missing, so it cannot be told where it ran. ${closing}`,
  },
}

/** Knows a format by its lines: `{"record":"process", …`, at whatever place the field stands. */
export const recordDetector = (head: Pick<FormatDetector, 'format' | 'title'>, record: string): FormatDetector => {
  const named = new RegExp(`^\\s*\\{.*"record"\\s*:\\s*"${record}"`)
  return {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const known = filled.filter((line) => named.test(line)).length
      const share = filled.length === 0 ? 0 : known / filled.length
      return {
        score: known === 0 ? 0 : 0.5 + share * 0.5,
        reason: `${known} of the first ${filled.length} lines are ${record} records in JSON`,
      }
    },
  }
}
