import type { Settings } from './application.ts'

/** What holds until somebody changes it. Apart from the schemas: a page shows it, and takes none of the validation along. */
export const defaultSettings: Settings = {
  reportZone: '',
  theme: 'system',
  denialBefore: 5,
  denialAfter: 2,
  queueHours: 8,
  primeTime: null,
  retentionMonths: 0,
  eventDays: 90,
  quietHours: null,
  customerId: '',
  updateFeed: '',
}
