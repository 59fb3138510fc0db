import { capacityUncounted, capacityUnknown } from '../facts/derived-day.ts'
import { unknownValue } from './report-spec.ts'

/** A capacity as reports show it. */
export const capacityText = (capacity: number): string =>
  capacity === capacityUnknown ? unknownValue : capacity === capacityUncounted ? 'uncounted' : String(capacity)
