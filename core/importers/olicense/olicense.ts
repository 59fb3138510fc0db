import { polledTypes, undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createOlicenseReader } from './reader.ts'

const head = { format: 'olicense', title: 'OLicense status' }

const text = /^olixtool \d|^\s*\d+ FloatsLockedBy\b|^\s*Name; LicenseType; FloatCount; Expiration/
const xml = /<(?:floatCount|floatsLocked|floatsLockedBy|versionRange)\b/

export const olicense = usageImporter({
  ...head,
  feeds: polledTypes,
  yieldsUsage: true,
  sourceName: 'OLicense status',
  longestLine: 16 * 1024 * 1024,
  detector: {
    ...head,
    score: (lines) => {
      const sure = lines.filter((line) => text.test(line)).length
      const isXml = lines.some((line) => xml.test(line))
      return {
        score: sure > 0 || isXml ? 0.9 : 0,
        reason: isXml
          ? 'it has elements of the server’s LicenseStatusXML'
          : `${sure} lines are those of olixtool: its banner, its table, who holds floats`,
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'A number between 0 and 2147483647 was expected. The line was left out; the others are kept.',
    },
    'no-module': {
      title: 'A holder without a module',
      explanation: 'No module stands above it, so it cannot be told what is used. Import the whole output.',
    },
    'no-holder': {
      title: 'No user and host',
      explanation: 'user@host #n was expected. It was left out, for nobody can be told to hold the licence.',
    },
    'unknown-line': {
      title: 'Not a line of olixtool',
      explanation: 'olixtool prints nothing like it. It was left out; what another program wrote here does no harm.',
    },
  },
  createReader: createOlicenseReader,
})
