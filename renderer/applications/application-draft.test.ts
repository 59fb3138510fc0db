import { expect, test } from 'vitest'
import { customApplicationCalls } from '../../core/contract/custom-applications.ts'
import { draftOf, emptyDraft, type HarvestingDraft, readDraft } from './application-draft.ts'

const written = { ...emptyDraft, name: ' Sketcher ', linux: ['sketcher'] }
const harvesting = (part: Partial<HarvestingDraft>) => ({ ...emptyDraft.harvesting, isOn: true, ...part })

test('what is written is an application that the core takes', () => {
  const { fields } = readDraft({ ...written, harvesting: harvesting({ byHours: true, days: [3, 1], forces: true }) })
  expect(fields).toMatchObject({
    name: 'Sketcher',
    executables: { windows: [], linux: ['sketcher'], macos: [] },
    harvesting: {
      enabled: true,
      idleMinutes: 30,
      workingHours: { days: [1, 3], from: '08:00', to: '18:00' },
      ask: { timeoutSeconds: 120 },
      method: 'graceful',
      forceAfterSeconds: 300,
    },
  })
  expect(customApplicationCalls['customApplications.create'].params.safeParse(fields).success).toBe(true)
})

test('each thing that is wrong is said where it is', () => {
  const wrong = harvesting({
    byIdle: false,
    byHours: true,
    from: '8',
    days: [],
    timeoutSeconds: 5,
    forces: true,
    forceAfterSeconds: '',
  })
  expect(Object.keys(readDraft({ ...emptyDraft, harvesting: wrong }).problems).sort()).toEqual(
    ['name', 'executables', 'days', 'hours', 'timeoutSeconds', 'forceAfterSeconds'].sort(),
  )
  expect(readDraft({ ...written, harvesting: harvesting({ byIdle: false }) }).problems).toHaveProperty('triggers')
  expect(readDraft({ ...written, linux: ['/opt/sketcher'] }).problems.executables).toContain('is a path')
  expect(readDraft({ ...written, linux: ['*'] }).problems.executables).toContain('fits every program')
})

test('rules that are off are kept with their figures, and harm nothing', () => {
  const off = { ...harvesting({ isOn: false, method: 'force', idleMinutes: 7, byHours: true, from: '' }) }
  const { fields } = readDraft({ ...written, harvesting: off })
  expect(fields?.harvesting).toMatchObject({ enabled: false, method: 'force', idleMinutes: 7 })
  const again = draftOf({
    ...fields!,
    id: 1,
    groupNames: [],
    sessions: 0,
    hosts: 0,
    users: 0,
    lastSeen: 0,
    agents: 0,
    agentsWithErrors: 0,
    agentsWithWarnings: 0,
  })
  expect(again.harvesting).toMatchObject({ isOn: false, method: 'force', byIdle: true, idleMinutes: 7 })
})
