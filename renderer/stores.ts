import { createAgentStore } from './agents/agent-store.ts'
import { createAgentsStore } from './agents/agents-store.ts'
import { createUpdatesStore } from './agents/updates/updates-store.ts'
import { api, offerFile } from './api.ts'
import { createApplicationsStore } from './applications/applications-store.ts'
import { createDenialsStore } from './denials/denials-store.ts'
import { createEventsStore } from './events/events-store.ts'
import { recall, remember } from './grid/remembered.ts'
import { createGroupsStore } from './groups/groups-store.ts'
import { createMapGroupsStore } from './groups/map-groups-store.ts'
import { createColumnMappingStore } from './import/column-mapping-store.ts'
import { createImportReportStore } from './import/import-report-store.ts'
import { createImportStore } from './import/import-store.ts'
import { createWatchedStore } from './import/watched-store.ts'
import { createLicencesStore } from './licences/licences-store.ts'
import { createMappingStore } from './mapping/mapping-store.ts'
import { createOverviewStore } from './overview/overview-store.ts'
import { createViewsStore } from './reports/views-store.ts'
import { createSettingsStore } from './settings/settings-store.ts'
import { createApplicationStore } from './shell/application-store.ts'
import { createFleetStore } from './shell/fleet-store.ts'
import { createNoticesStore } from './shell/notices-store.ts'
import { createPaletteStore } from './shell/palette-store.ts'
import { createStatusStore } from './shell/status-store.ts'
import { createTasksStore } from './shell/tasks-store.ts'
import { createSourceStore } from './sources/source-store.ts'
import { createSourcesStore } from './sources/sources-store.ts'

/** The stores of the frame and of its pages, each made once over the one line to the core. None knows another. */
export const applicationStore = createApplicationStore(api)
export const tasksStore = createTasksStore(api)
export const noticesStore = createNoticesStore(api)
export const statusStore = createStatusStore(api)
export const paletteStore = createPaletteStore(api)
export const importStore = createImportStore(api, offerFile)
export const importReportStore = createImportReportStore(api)
export const columnMappingStore = createColumnMappingStore(api)
export const watchedStore = createWatchedStore(api)
export const overviewStore = createOverviewStore(api)
export const sourcesStore = createSourcesStore(api)
export const sourceStore = createSourceStore(api)
export const settingsStore = createSettingsStore(api)
export const mappingStore = createMappingStore(api, { recall, remember })
export const viewsStore = createViewsStore(api)
export const denialsStore = createDenialsStore(api)
export const eventsStore = createEventsStore(api)
export const agentsStore = createAgentsStore(api)
export const updatesStore = createUpdatesStore(api)
export const agentStore = createAgentStore(api)
export const fleetStore = createFleetStore(api)
export const groupsStore = createGroupsStore(api)
export const mapGroupsStore = createMapGroupsStore(api)
export const applicationsStore = createApplicationsStore(api, { recall, remember })
export const licencesStore = createLicencesStore(api)
