import {
  createDongleListing,
  type DongleWords,
  dongleListingRejections,
  scoreOfListing,
} from '../polling/dongle-listing.ts'
import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'codemeter-listing', title: 'CodeMeter listing (cmu)' }

const words: DongleWords = {
  dongleType: 'CodeMeter',
  words: new Map([
    ['server', 'host'],
    ['host', 'host'],
    ['computer', 'host'],
    ['cmcontainer', 'serial'],
    ['cmstick', 'serial'],
    ['serialnumber', 'serial'],
    ['serial', 'serial'],
    ['sn', 'serial'],
    ['firmcode', 'vendorCode'],
    ['fc', 'vendorCode'],
    ['firmitem', 'vendorCode'],
    ['firmitemtext', 'vendor'],
    ['firmtext', 'vendor'],
    ['firmname', 'vendor'],
    ['productcode', 'featureCode'],
    ['pc', 'featureCode'],
    ['productitem', 'featureCode'],
    ['productitemtext', 'feature'],
    ['producttext', 'feature'],
    ['productname', 'feature'],
    ['pt', 'feature'],
    ['text', 'feature'],
    ['name', 'feature'],
    ['licensequantity', 'total'],
    ['licenses', 'total'],
    ['totallicenses', 'total'],
    ['total', 'total'],
    ['lq', 'total'],
    ['used', 'used'],
    ['allocated', 'used'],
    ['inuse', 'used'],
    ['free', 'free'],
    ['available', 'free'],
    ['handle', 'handle'],
    ['accessid', 'handle'],
    ['client', 'client'],
    ['clientaddress', 'client'],
    ['clientip', 'client'],
    ['user', 'person'],
    ['username', 'person'],
  ]),
  banner: /\bcmu(?:32)?\b.*Universal Support Tool/i,
  failure:
    /^\s*(?:error\b|no (?:codemeter )?(?:network )?(?:license )?servers? (?:was |were )?found|server (\S+) (?:is )?not (?:found|reachable|available))/i,
}

export const codemeterListing = usageImporter({
  ...head,
  feeds: [119],
  yieldsUsage: true,
  sourceName: 'Dongles',
  detector: {
    ...head,
    score: (lines) =>
      scoreOfListing(
        lines,
        /\bcmu(?:32)?\b|CodeMeter|CmContainer/i,
        /^[\s*+>-]*(?:product (?:code|item)|PC)\b\s*[:=]/i,
      ),
  },
  rejections: { ...undatedRejection, ...dongleListingRejections },
  createReader: (writer, resume, startDay) => createDongleListing(words, writer, resume, startDay),
})
