import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'
import { createVRayReader } from './reader.ts'

export const vRayStatus = usageImporter({
  format: 'v-ray-status',
  title: 'V-Ray licence server status (JSON)',
  feeds: [
    45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 103, 110, 111, 112, 113, 114, 115, 126, 127, 128, 131, 132, 143,
    144, 147,
  ],
  yieldsUsage: true,
  sourceName: 'V-Ray',
  longestLine: 16 * 1024 * 1024,
  detector: {
    format: 'v-ray-status',
    title: 'V-Ray licence server status (JSON)',
    score: (lines) => {
      const text = lines.slice(0, 400).join('\n')
      const isJson = /^\s*(?:\d[^\n]*\n\s*)?[[{]/.test(text)
      const hasLicences = /"(?:licen[cs]es|products|entitlements)"\s*:/i.test(text)
      const isVRay = /v-?ray|chaos/i.test(text)
      const score = isJson && hasLicences ? (isVRay ? 0.95 : 0.4) : 0
      return {
        score,
        reason: isVRay ? 'it is JSON with licences of V-Ray' : 'it is JSON with licences, but V-Ray is not named',
      }
    },
  },
  rejections: {
    ...undatedRejection,
    'no-json': {
      title: 'Not JSON',
      explanation: 'The line belongs to no document of JSON. It was left out.',
    },
    broken: {
      title: 'The document is not complete',
      explanation: 'It is no JSON as it stands, as when it was cut off. It was left out; other documents are kept.',
    },
    'no-licences': {
      title: 'No list of licences',
      explanation: 'The document has no list named "licenses", so nothing can be told from it.',
    },
    torn: {
      title: 'A licence without name or number',
      explanation: 'Its name is missing, or a number is none. It was left out; the others of the document are kept.',
    },
  },
  createReader: createVRayReader,
})
