import { polledTypes, undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createQrunReader } from './reader.ts'
import { licenceTable, runningTable, serverError, usingServer } from './status-lines.ts'

const head = { format: 'ls-dyna-qrun', title: 'LS-DYNA licence status (lstc_qrun)' }
const certain = [licenceTable, runningTable, usingServer, serverError]

export const lsDynaQrun = usageImporter({
  ...head,
  feeds: [...polledTypes, 60, 61].sort((a, b) => a - b),
  yieldsUsage: true,
  sourceName: 'LS-DYNA licences',
  detector: {
    ...head,
    score: (lines) => {
      const sure = lines.filter((line) => certain.some((pattern) => pattern.test(line))).length
      return {
        score: sure >= 2 || lines.some((line) => licenceTable.test(line) || runningTable.test(line)) ? 0.95 : 0,
        reason: `${sure} lines are those of lstc_qrun: the server asked, or the head of its table`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'A number between 0 and 2147483647 was expected. The line was left out; the others are kept.',
    },
    'no-program': {
      title: 'A user without a program',
      explanation:
        'No program stands above it, so it cannot be told what is used. Import the whole output of lstc_qrun.',
    },
    'unknown-line': {
      title: 'Not a line of lstc_qrun',
      explanation: 'lstc_qrun prints nothing like it. It was left out; what another program wrote here does no harm.',
    },
  },
  createReader: createQrunReader,
})
