import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { isCsvHeader } from './csv-form.ts'
import { createDslsUsageReader } from './reader.ts'
import { isPoolLine } from './text-form.ts'

export const dslsUsage = usageImporter({
  format: 'dsls-usage',
  title: 'DSLS licence usage (getLicenseUsage)',
  feeds: [
    45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 124, 125, 126, 127, 128, 143,
    144, 147,
  ],
  yieldsUsage: true,
  sourceName: 'DSLS',
  detector: {
    format: 'dsls-usage',
    title: 'DSLS licence usage (getLicenseUsage)',
    score: (lines) => {
      const bare = lines.map((line) => line.replace(/^(?:admin ?>\s*)+/i, ''))
      const hasTool = bare.some((line) => /^\s*License Administration Tool Version/.test(line))
      const hasRows = bare.some((line) => isCsvHeader(line) || isPoolLine(line))
      return {
        score: hasRows ? 0.97 : hasTool ? 0.8 : 0,
        reason: hasRows
          ? 'it has rows of getLicenseUsage'
          : hasTool
            ? 'the DSLS administration tool wrote it'
            : 'it has no row of getLicenseUsage',
      }
    },
  },
  rejections: {
    ...undatedRejection,
    torn: {
      title: 'A row without its fields',
      explanation:
        'The feature is missing, or the number of licences or tokens is none. The row was left out; the rows around it are kept.',
    },
    unknown: {
      title: 'Not a line of getLicenseUsage',
      explanation:
        'Neither the head of the administration tool nor a row of licences. It was left out; look at it if users are missing.',
    },
  },
  createReader: createDslsUsageReader,
})
