import type { DocumentImporter } from '../importer.ts'
import { logicalLines } from './logical-lines.ts'
import { parseLicenceFile } from './parser.ts'

const head = { format: 'flexnet-licence-file', title: 'FlexNet licence file' }

const licence =
  /^(?:(?:FEATURE|INCREMENT)\s+\S+\s+\S+\s+\S+|UPGRADE\s+\S+\s+\S+\s+\S+\s+\S+)\s+(?:permanent|\d{1,2}-[a-z]{3}-\d{1,4})\s+(?:\d+|uncounted)(?:\s|$)/i
const packages = /^PACKAGE\s+\S+\s+\S+\s.*COMPONENTS=/i
const server = /^SERVER\s+\S+\s+\S+/i
const vendor = /^(?:VENDOR|DAEMON)\s+\S+/i

export const flexnetLicenceFile: DocumentImporter = {
  ...head,
  feeds: [51, 76, 116],
  detector: {
    ...head,
    score: (lines) => {
      const records = logicalLines(lines)
      const count = (pattern: RegExp) => records.filter(({ text }) => pattern.test(text)).length
      const licences = count(licence) + count(packages)
      const servers = count(server)
      const vendors = count(vendor)
      const known = licences + servers + vendors + count(/^USE_SERVER\s*$/i)
      const share = records.length === 0 ? 0 : known / records.length
      const isOne = licences > 0 || (servers > 0 && vendors > 0)
      return {
        score: !isOne || share < 0.2 ? share * 0.4 : 0.55 + share * 0.45,
        reason: `${licences} of the first ${records.length} records are FEATURE, INCREMENT, UPGRADE or PACKAGE lines, ${servers + vendors} name servers and vendor daemons`,
      }
    },
  },
  rejections: {
    'unknown-keyword': {
      title: 'Not a line of a licence file',
      explanation:
        'It begins with none of SERVER, VENDOR, USE_SERVER, FEATURE, INCREMENT, UPGRADE and PACKAGE. It was left out; the other records are kept.',
    },
    'continues-nothing': {
      title: 'It continues no record',
      explanation:
        'It looks like the rest of a record, but the line above it ended that record: a backslash is missing, or a blank line stands between. The record above counts as far as it goes.',
    },
    'fields-missing': {
      title: 'Too few fields',
      explanation:
        'Name, vendor daemon, version, expiry and number of licences were expected. The record was left out; compare it with the file that the vendor sent.',
    },
    'not-a-date': {
      title: 'Not a date',
      explanation:
        'The expiry or START is neither `permanent` nor a date such as 31-dec-2026. The record was left out, for it cannot be told when it is valid.',
    },
    'not-a-count': {
      title: 'Not a number of licences',
      explanation: 'Neither a number nor `uncounted`. The record was left out.',
    },
    'no-components': {
      title: 'A package without components',
      explanation: 'COMPONENTS is missing or empty, so the package holds nothing. It was left out.',
    },
    'open-quote': {
      title: 'A quote that is never closed',
      explanation:
        'The next record begins, or the file ends, before the quoted value does. The record was left out, for its end may be missing.',
    },
    'too-long': {
      title: 'Longer than 64 KB',
      explanation: 'No licence file has such a line. It was skipped up to its end; the lines after it are kept.',
    },
  },
  notes: {
    'no-signature': {
      title: 'No signature',
      explanation: 'The vendor daemon may refuse it. Its licences count here all the same.',
    },
  },
  read: (lines) => parseLicenceFile(lines),
}
