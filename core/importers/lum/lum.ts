import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createLumReader } from './reader.ts'

const head = { format: 'lum', title: 'IBM LUM licences (i4blt)' }
const shapes = [
  /^\s*===\s+P r o d u c t s\s+===/,
  /^\s*Vendor Name:\s/,
  /^\s*Product Name:\s/,
  /^\s*In Use Licenses:\s/,
]

export const lum = usageImporter({
  ...head,
  feeds: [45, 93, 102, 111, 114, 143],
  yieldsUsage: true,
  sourceName: 'IBM LUM licences',
  detector: {
    ...head,
    score: (lines) => {
      const met = shapes.filter((pattern) => lines.some((line) => pattern.test(line))).length
      return {
        score: met >= 3 ? 0.9 : met * 0.1,
        reason: `${met} of the 4 kinds of line that i4blt -lp -i begins with`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'A number between 0 and 2147483647 was expected. It was left out; the rest of the product is kept.',
    },
    'no-product': {
      title: 'A number without a product',
      explanation:
        'No product stands above it, so it cannot be told what is used. Import the whole output of i4blt -lp -i.',
    },
    'unknown-line': {
      title: 'Not a line of i4blt',
      explanation: 'i4blt prints nothing like it. It was left out; what another program wrote here does no harm.',
    },
  },
  createReader: createLumReader,
})
