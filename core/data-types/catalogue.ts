import { type31, type34, type35, type81, type82, type96, type130 } from './application-types.ts'
import { type110, type111, type112, type113 } from './application-version-types.ts'
import type { DataType } from './data-type.ts'
import { type126, type127, type128 } from './distinct-host-types.ts'
import { type119 } from './dongle-types.ts'
import { type124, type125 } from './dsls-types.ts'
import { type93, type94, type95, type102, type103, type115 } from './featureset-types.ts'
import { type50, type51, type83, type84, type85, type86 } from './flexnet-logfile-types.ts'
import { type89, type90, type91, type107, type108, type109 } from './licence-event-types.ts'
import { type52, type75, type104, type129 } from './log-event-types.ts'
import { type53, type105, type106 } from './module-types.ts'
import { type143, type144, type145, type147, type149, type150, type151 } from './normalised-types.ts'
import { type114, type116 } from './pay-per-use-types.ts'
import { type45, type46, type47, type49, type71, type72 } from './polled-types.ts'
import { type60, type61, type76, type77 } from './queue-types.ts'
import { type137, type138, type146 } from './token-types.ts'
import { type131, type132 } from './v-ray-types.ts'
import { type79, type120, type121, type123 } from './web-types.ts'

/** All data types, in the order of their numbers. */
export const dataTypes: readonly DataType[] = [
  type31,
  type34,
  type35,
  type45,
  type46,
  type47,
  type49,
  type50,
  type51,
  type52,
  type53,
  type60,
  type61,
  type71,
  type72,
  type75,
  type76,
  type77,
  type79,
  type81,
  type82,
  type83,
  type84,
  type85,
  type86,
  type89,
  type90,
  type91,
  type93,
  type94,
  type95,
  type96,
  type102,
  type103,
  type104,
  type105,
  type106,
  type107,
  type108,
  type109,
  type110,
  type111,
  type112,
  type113,
  type114,
  type115,
  type116,
  type119,
  type120,
  type121,
  type123,
  type124,
  type125,
  type126,
  type127,
  type128,
  type129,
  type130,
  type131,
  type132,
  type137,
  type138,
  type143,
  type144,
  type145,
  type146,
  type147,
  type149,
  type150,
  type151,
]

const byId = new Map(dataTypes.map((type) => [type.id, type]))

export function dataTypeById(id: number): DataType | undefined {
  return byId.get(id)
}
