import {
  type Icon,
  IconAppWindow,
  IconChartHistogram,
  IconDatabase,
  IconDevicesPc,
  IconFileImport,
  IconForbid2,
  IconLayoutDashboard,
  IconLicense,
  IconListDetails,
  IconSettings,
  IconSitemap,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type ComponentType, lazy } from 'react'
import { DenialsPage } from './denials/denials-page.tsx'
import { ImportPage } from './import/import-page.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import { SettingsPage } from './settings/settings-page.tsx'
import { SourcesPage } from './sources/sources-page.tsx'

export interface Page {
  readonly path: string
  readonly label: string
  readonly icon: Icon
  readonly group: 'Usage' | 'Data' | 'Fleet' | 'Console'
  readonly keywords: string
  readonly component: ComponentType
}

/** Grid and charts are most of the program: they are loaded while the first page is already there. */
const loadReports = () => import('./reports/reports-page.tsx')
const loadMapping = () => import('./mapping/mapping-page.tsx')
const loadLicences = () => import('./licences/licences-page.tsx')
const loadAgents = () => import('./agents/agents-page.tsx')
const loadGroups = () => import('./groups/groups-page.tsx')
const loadApplications = () => import('./applications/applications-page.tsx')
const loadEvents = () => import('./events/events-page.tsx')
const ReportsPage = lazy(async () => ({ default: (await loadReports()).ReportsPage }))
const MappingPage = lazy(async () => ({ default: (await loadMapping()).MappingPage }))
const LicencesPage = lazy(async () => ({ default: (await loadLicences()).LicencesPage }))
const AgentsPage = lazy(async () => ({ default: (await loadAgents()).AgentsPage }))
const GroupsPage = lazy(async () => ({ default: (await loadGroups()).GroupsPage }))
const ApplicationsPage = lazy(async () => ({ default: (await loadApplications()).ApplicationsPage }))
const EventsPage = lazy(async () => ({ default: (await loadEvents()).EventsPage }))

/** The pages that exist, in the order of the rail. The first segment of the address names one. */
export const pages: readonly Page[] = [
  {
    path: '/overview',
    label: 'Overview',
    icon: IconLayoutDashboard,
    group: 'Usage',
    keywords: 'home start summary',
    component: OverviewPage,
  },
  {
    path: '/reports',
    label: 'Reports',
    icon: IconChartHistogram,
    group: 'Usage',
    keywords: 'data types charts tables usage',
    component: ReportsPage,
  },
  {
    path: '/denials',
    label: 'Denials',
    icon: IconForbid2,
    group: 'Usage',
    keywords: 'denied refused failed requests unsupported forwarded',
    component: DenialsPage,
  },
  {
    path: '/licences',
    label: 'Licences',
    icon: IconLicense,
    group: 'Usage',
    keywords: 'capacity seats expiry licence files licenses entitlement',
    component: LicencesPage,
  },
  {
    path: '/import',
    label: 'Import',
    icon: IconFileImport,
    group: 'Data',
    keywords: 'files logs upload add',
    component: ImportPage,
  },
  {
    path: '/sources',
    label: 'Sources',
    icon: IconDatabase,
    group: 'Data',
    keywords: 'servers daemons logs zones runs gaps coverage rename',
    component: SourcesPage,
  },
  {
    path: '/mapping',
    label: 'Mapping',
    icon: IconUsersGroup,
    group: 'Data',
    keywords: 'groups users hosts maps departments sites',
    component: MappingPage,
  },
  {
    path: '/agents',
    label: 'Agents',
    icon: IconDevicesPc,
    group: 'Fleet',
    keywords:
      'fleet machines workstations online offline approve join token connection interval updates batches installers packages',
    component: AgentsPage,
  },
  {
    path: '/groups',
    label: 'Groups',
    icon: IconSitemap,
    group: 'Fleet',
    keywords: 'agent groups user groups host groups licence server groups members',
    component: GroupsPage,
  },
  {
    path: '/applications',
    label: 'Applications',
    icon: IconAppWindow,
    group: 'Fleet',
    keywords: 'custom applications programs harvesting sessions executables idle',
    component: ApplicationsPage,
  },
  {
    path: '/events',
    label: 'Event log',
    icon: IconListDetails,
    group: 'Fleet',
    keywords: 'events issues errors warnings history acknowledge harvesting',
    component: EventsPage,
  },
  {
    path: '/settings',
    label: 'Settings',
    icon: IconSettings,
    group: 'Console',
    keywords:
      'preferences options zone theme denials queue updates working hours prime time holidays retention quiet events notices popups',
    component: SettingsPage,
  },
]

export const loadPagesAhead = (): void => {
  void loadReports().catch(() => {})
}
