import {
  createDongleListing,
  type DongleWords,
  dongleListingRejections,
  scoreOfListing,
} from '../polling/dongle-listing.ts'
import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'vector-listing', title: 'Vector dongle listing' }

const words: DongleWords = {
  dongleType: 'Vector',
  vendor: 'Vector Informatik',
  words: new Map([
    ['host', 'host'],
    ['computer', 'host'],
    ['computername', 'host'],
    ['machine', 'host'],
    ['keyman', 'serial'],
    ['dongle', 'serial'],
    ['device', 'serial'],
    ['deviceid', 'serial'],
    ['serialnumber', 'serial'],
    ['serial', 'serial'],
    ['vendorcode', 'vendorCode'],
    ['firmcode', 'vendorCode'],
    ['product', 'feature'],
    ['productname', 'feature'],
    ['license', 'feature'],
    ['licensename', 'feature'],
    ['productcode', 'featureCode'],
    ['articlenumber', 'featureCode'],
    ['licenseid', 'featureCode'],
    ['version', 'featureCode'],
    ['licenses', 'total'],
    ['quantity', 'total'],
    ['count', 'total'],
    ['total', 'total'],
    ['used', 'used'],
    ['inuse', 'used'],
    ['free', 'free'],
    ['handle', 'handle'],
    ['client', 'client'],
    ['clientaddress', 'client'],
    ['user', 'person'],
    ['username', 'person'],
  ]),
  banner: /^\s*Vector (?:License Client|Keyman|dongle)/i,
  failure: /^\s*(?:error\b|no (?:vector )?(?:dongles?|devices?|keyman) (?:was |were )?found)/i,
}

export const vectorListing = usageImporter({
  ...head,
  feeds: [119],
  yieldsUsage: true,
  sourceName: 'Dongles',
  detector: {
    ...head,
    score: (lines) =>
      scoreOfListing(
        lines,
        /\bVector\b.*\b(?:Keyman|License Client|dongle)|\bKeyman\b/i,
        /^[\s*+>-]*(?:product|license)(?: name)?\s*[:=]/i,
      ),
  },
  rejections: { ...undatedRejection, ...dongleListingRejections },
  createReader: (writer, resume, startDay) => createDongleListing(words, writer, resume, startDay),
})
