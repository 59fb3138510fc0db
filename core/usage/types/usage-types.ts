import type { UsageType } from '../typed-uses.ts'
import { type119 } from './dongle-type.ts'
import { featuresetTypes } from './featureset-types.ts'
import { licenceEventTypes } from './licence-event-types.ts'
import { modelTypes } from './model-types.ts'
import { type53 } from './module-run-type.ts'
import { normalisedLicences } from './normalised-licences.ts'
import { type114, type116 } from './pay-per-use-type.ts'
import { polledTypes } from './polled-types.ts'
import { programTypes } from './program-types.ts'
import { type93, type103 } from './raw-licences.ts'
import { tokenTypes } from './token-types.ts'
import { vRayTypes } from './v-ray-types.ts'
import { webTypes } from './web-types.ts'

const types: readonly UsageType[] = [
  ...polledTypes,
  ...licenceEventTypes,
  type93,
  type103,
  ...featuresetTypes,
  type114,
  type116,
  ...normalisedLicences,
  ...modelTypes,
  ...vRayTypes,
  ...programTypes,
  type53,
  ...webTypes,
  type119,
  ...tokenTypes,
]

const byId = new Map(types.map((type) => [type.id, type]))

/** The types that are answered from usage: all but those of FlexNet's debug log, of which 116 needs it for its entitlements. */
export const usageTypeById = (id: number): UsageType | undefined => byId.get(id)

export const usageTypeIds: readonly number[] = [...byId.keys()].sort((a, b) => a - b)
