import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { createAgentGroupsApi } from './agent-groups-api.ts'
import { createAgentsApi } from './agents-api.ts'
import { createApplicationApi } from './application-api.ts'
import { createCapacityApi } from './capacity-api.ts'
import type { CoreContext } from './core-context.ts'
import { createCustomApplicationsApi } from './custom-applications-api.ts'
import { createDenialsApi } from './denials-api.ts'
import { createEventsApi } from './events-api.ts'
import { createImportsApi } from './imports-api.ts'
import { createInstallersApi } from './installers-api.ts'
import { createMappingApi } from './mapping-api.ts'
import { createReportsApi } from './reports-api.ts'
import { createRetentionApi } from './retention-api.ts'
import { createSourcesApi } from './sources-api.ts'
import { createUpdatesApi } from './updates-api.ts'
import { createViewsApi } from './views-api.ts'
import { createWatchApi } from './watch-api.ts'

/** The contract implemented: only lists its areas. */
export const createApi = (context: CoreContext): Api => ({
  ...createAgentGroupsApi(context),
  ...createAgentsApi(context),
  ...createApplicationApi(context),
  ...createCapacityApi(context),
  ...createCustomApplicationsApi(context),
  ...createDenialsApi(context),
  ...createEventsApi(context),
  ...createImportsApi(context),
  ...createInstallersApi(context),
  ...createMappingApi(context),
  ...createReportsApi(context),
  ...createRetentionApi(context),
  ...createSourcesApi(context),
  ...createUpdatesApi(context),
  ...createViewsApi(context),
  ...createWatchApi(context),
  'tasks.list': async () => context.tasks.list(),
  'tasks.cancel': async ({ id }) => {
    if (!context.tasks.cancel(id)) throw new ConsoleError('refused', 'This cannot be cancelled any more.')
    return null
  },
  'notices.list': () => context.notices.list(),
  'notices.markSeen': async ({ ids }) => {
    await context.notices.markSeen(ids)
    return null
  },
  'notices.clear': async () => {
    await context.notices.clear()
    return null
  },
})
