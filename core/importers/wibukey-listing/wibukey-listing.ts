import {
  createDongleListing,
  type DongleWords,
  dongleListingRejections,
  scoreOfListing,
} from '../polling/dongle-listing.ts'
import { undatedRejection } from '../polling/polled-snapshots.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'wibukey-listing', title: 'WibuKey listing' }

const words: DongleWords = {
  dongleType: 'WibuKey',
  words: new Map([
    ['server', 'host'],
    ['host', 'host'],
    ['computer', 'host'],
    ['subsystem', 'host'],
    ['wibubox', 'serial'],
    ['serialnumber', 'serial'],
    ['serial', 'serial'],
    ['boxnumber', 'serial'],
    ['firmcode', 'vendorCode'],
    ['fc', 'vendorCode'],
    ['firmtext', 'vendor'],
    ['firmname', 'vendor'],
    ['usercode', 'featureCode'],
    ['uc', 'featureCode'],
    ['text', 'feature'],
    ['product', 'feature'],
    ['productname', 'feature'],
    ['entrytext', 'feature'],
    ['maxusers', 'total'],
    ['userlimit', 'total'],
    ['licenses', 'total'],
    ['networkusers', 'total'],
    ['total', 'total'],
    ['users', 'used'],
    ['used', 'used'],
    ['occupied', 'used'],
    ['inuse', 'used'],
    ['free', 'free'],
    ['handle', 'handle'],
    ['client', 'client'],
    ['clientaddress', 'client'],
    ['station', 'client'],
    ['address', 'client'],
    ['user', 'person'],
    ['username', 'person'],
  ]),
  banner: /\b(?:wku(?:32)?|WkSv\w*)\b.*WibuKey|^\s*WibuKey (?:network )?server/i,
  failure:
    /^\s*(?:error\b|no (?:wibukey )?(?:network )?servers? (?:was |were )?found|server (\S+) (?:is )?not (?:found|reachable|available))/i,
}

export const wibukeyListing = usageImporter({
  ...head,
  feeds: [119],
  yieldsUsage: true,
  sourceName: 'Dongles',
  detector: {
    ...head,
    score: (lines) =>
      scoreOfListing(lines, /WibuKey|WibuBox|WkLAN|\bwku(?:32)?\b/i, /^[\s*+>-]*(?:user code|UC)\b\s*[:=]/i),
  },
  rejections: { ...undatedRejection, ...dongleListingRejections },
  createReader: (writer, resume, startDay) => createDongleListing(words, writer, resume, startDay),
})
