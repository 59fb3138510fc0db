import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { seatUse, tokenUse } from './needed-inputs.ts'

const vendorLicense = classification('vendor-licence', 'Vendor License', {
  help: 'Where the numbers were gathered and for which vendor, as host;vendor; with a semicolon at the end.',
})

const offering = classification('package', 'Package', { help: 'The offering that the contract names.' })

const team = 'Team of the user, as the vendor or license-user-mapping names it. undef when neither does.'

export const type137 = defineDataType({
  id: 137,
  name: 'License Token Individual Usage',
  family: 'tokens',
  description: 'How many tokens did each user spend, on which feature and when?',
  classifications: [
    'Time',
    vendorLicense,
    offering,
    'Feature',
    'Feature version',
    classification('user-group', 'User group', { help: team }),
    'User',
    'Type',
  ],
  measurements: ['Record Count', 'Token used'],
  needs: tokenUse,
})

export const type138 = defineDataType({
  id: 138,
  name: 'License Token Total Usage',
  family: 'tokens',
  description:
    'How many tokens did each feature cost on each day, in how many sessions and for how many users? A short session can cost none.',
  classifications: ['Time', vendorLicense, offering, 'Feature', 'Feature version', 'Type'],
  measurements: ['Record Count', 'Session Count', 'Distinct User', 'Token used'],
  needs: tokenUse,
})

export const type146 = defineDataType({
  id: 146,
  name: 'License Seat Usage',
  family: 'tokens',
  description: 'Which seats were really worked at, by whom and when?',
  classifications: [
    'Time',
    vendorLicense,
    'Package',
    'Feature',
    'Feature Version',
    classification('user-group', 'User Group', { help: team }),
    classification('user', 'User', { help: 'The user whose keyboard or mouse was active.' }),
  ],
  measurements: [
    measurement(
      'record-count',
      'Record Count',
      'Number of records: one for each user, feature and period that the source states.',
    ),
  ],
  needs: seatUse,
})
