import { chooseFiles } from '../import/choose-files.ts'
import { importSample } from '../import/import-sample.ts'
import { mapKindWords, pathOfMap } from '../mapping/map-kinds.ts'
import { navigate } from '../navigation.ts'
import { pages } from '../pages.tsx'
import type { PaletteEntry } from './palette-entries.ts'
import { openShortcuts } from './shortcuts-store.ts'
import { changeTheme } from './theme-switch.tsx'

export const pageEntries: readonly PaletteEntry[] = [
  ...pages.map(
    ({ path, label, keywords }): PaletteEntry => ({ id: path, group: 'Pages', label, keywords, link: path }),
  ),
  ...mapKindWords.map(({ kind, title }): PaletteEntry => {
    const path = pathOfMap(kind)
    return { id: path, group: 'Pages', label: `Mapping: ${title}`, keywords: `groups map ${kind}`, link: path }
  }),
]

interface Action {
  readonly label: string
  readonly keywords: string
  readonly perform: () => void
}

/** What the frame can do, each under its name. */
const actions: { readonly [name: string]: Action } = {
  'import-files': {
    label: 'Import files…',
    keywords: 'open add log upload',
    perform: () => {
      navigate('/import')
      chooseFiles()
    },
  },
  'import-sample': {
    label: 'Import the sample log',
    keywords: 'try demo example',
    perform: importSample,
  },
  'add-agent': {
    label: 'Add agent…',
    keywords: 'enrol join token machine workstation fleet',
    perform: () => {
      navigate('/agents')
      void import('../agents/add-agent.tsx').then(({ addAgent }) => addAgent())
    },
  },
  'agent-settings': {
    label: 'Advanced settings of agents…',
    keywords: 'connection interval approval network lan collectors',
    perform: () => {
      navigate('/agents')
      void import('../agents/advanced-settings.tsx').then(({ openAdvancedSettings }) => openAdvancedSettings())
    },
  },
  'new-group': {
    label: 'New agent group…',
    keywords: 'groups make create fleet',
    perform: () => {
      navigate('/groups')
      void import('../groups/group-form.tsx').then(({ editGroup }) => editGroup())
    },
  },
  'new-application': {
    label: 'New custom application…',
    keywords: 'applications make create program executable harvesting',
    perform: () => navigate('/applications/new'),
  },
  'toggle-dark': {
    label: 'Toggle dark mode',
    keywords: 'theme light night',
    perform: () => changeTheme(document.documentElement.dataset.mantineColorScheme === 'dark' ? 'light' : 'dark'),
  },
  'system-theme': {
    label: 'Use the system’s theme',
    keywords: 'dark light auto',
    perform: () => changeTheme('system'),
  },
  shortcuts: {
    label: 'Show keyboard shortcuts',
    keywords: 'keys help',
    perform: openShortcuts,
  },
}

export const actionEntries: readonly PaletteEntry[] = Object.entries(actions).map(([action, { label, keywords }]) => ({
  id: `action:${action}`,
  group: 'Actions',
  label,
  keywords,
  action,
}))

export const performAction = (name: string): void => actions[name]?.perform()
