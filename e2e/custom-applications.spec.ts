import { expect, type Page } from '@playwright/test'
import { fleetOf, type TestFleet } from './fixtures/agents.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { gridRows } from './pages/mapping-page.ts'
import { chooseTheme } from './pages/shell.ts'
import { fact } from './pages/sources-page.ts'

const begin = async (fleet: TestFleet) => {
  await fleet.addApplication('Sketcher', { groups: ['Floor'] })
  await fleet.addApplication('Viewer', { enabled: false })
  await fleet.add({
    host: 'ws1',
    groups: ['Floor'],
    sessions: [
      { application: 'Sketcher', user: 'ann', pid: 41 },
      { application: 'Sketcher', user: 'ann', pid: 42 },
    ],
  })
  await fleet.add({
    host: 'ws2',
    groups: ['Floor'],
    sessions: [{ application: 'Sketcher', user: 'bob', pid: 41 }],
    issues: [{ code: 'collector-failing', subject: 'processes', detail: '/proc could not be read' }],
  })
}

const grid = (page: Page) => page.getByRole('region', { name: 'Custom applications', exact: true })
const row = async (page: Page, name: string) => (await gridRows(grid(page))).find((it) => it.name === name)
/** A field for several names. */
const names = (page: Page, name: string) =>
  page.getByRole('combobox', { name, exact: true }).or(page.getByRole('textbox', { name, exact: true }))
const outlook = (page: Page) => page.getByRole('complementary', { name: 'What will happen' })

test('the grid tells sessions, hosts and users of now, and which agents are not well', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/applications')
  await expect
    .poll(() => row(page, 'Sketcher'))
    .toMatchObject({
      state: 'Watched',
      sessions: '3',
      hosts: '2',
      users: '2',
      agents: '2',
      harvesting: '—',
      groups: 'Floor',
    })
  expect(await row(page, 'Viewer')).toMatchObject({ state: 'Off', sessions: '0', agents: '0', 'last-seen': 'Never' })
  await expect(grid(page).getByRole('link', { name: '1 agent with errors' })).toBeVisible()

  await grid(page).getByRole('link', { name: 'Sketcher' }).click()
  await expect(fact(page, 'Sessions now')).toHaveText('3')
  const sessions = page.getByRole('region', { name: 'Sessions of Sketcher' })
  await expect
    .poll(async () => (await gridRows(sessions)).map(({ host, user, pid }) => [host, user, pid]).sort())
    .toEqual([
      ['ws1', 'ann', '41'],
      ['ws1', 'ann', '42'],
      ['ws2', 'bob', '41'],
    ])
  await fleet.tell('ws2', { sessions: [], issues: [] })
  await expect(fact(page, 'Sessions now')).toHaveText('2')
  await expect(fact(page, 'Agents with issues')).toHaveCount(0)
})

test('an application is written with the keyboard, and the page says what will happen before it is saved', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/applications/new')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Type a name.')).toBeVisible()
  await expect(page.getByText('Name the program of at least one system')).toBeVisible()
  await page.keyboard.type('Meshmaker')
  await names(page, 'Linux').fill('meshmaker')
  await page.keyboard.press('Enter')
  await expect(outlook(page)).toContainText('in no agent group yet')
  await names(page, 'Agents of these groups watch for it').click()
  await page.getByRole('option', { name: 'Floor' }).click()
  await page.keyboard.press('Escape')
  await expect(outlook(page)).toContainText(
    'Agents of Floor count every running meshmaker as one session of Meshmaker.',
  )
  await expect(outlook(page)).toContainText('Nothing is ever taken back')

  await page.getByRole('switch', { name: 'Take licences back that nobody uses' }).click()
  await expect(outlook(page)).toContainText('nobody has used it for 30 minutes, the user is asked')
  const note = page.getByRole('note').filter({ hasText: 'This needs idle time to be measured' })
  await note.getByRole('button', { name: 'Measure idle time there' }).click()
  await expect(note).toHaveCount(0)
  const [floor] = await fleet.call('agentGroups.list', {})
  expect(await fleet.call('agents.configuration', { scope: `group:${floor.id}` })).toMatchObject({
    collectors: { idle: { enabled: true } },
  })
  await page.getByRole('radio', { name: 'End it', exact: true }).click()
  await expect(outlook(page)).toContainText(
    'Without an answer within 2 minutes, it is ended at once. What was not saved is lost.',
  )
  await page.getByRole('radio', { name: 'Only log it' }).click()
  await page.getByRole('checkbox', { name: 'Nobody has used it for' }).uncheck()
  await page.getByRole('button', { name: 'Make the application' }).click()
  await expect(page.getByText('Choose at least one: nothing would ever be taken back.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'It runs outside working hours:' }).check()
  await page.getByRole('checkbox', { name: 'Friday' }).uncheck()
  await page.getByRole('textbox', { name: 'Working hours end' }).fill('17:30')

  // Half-written, it is kept while somebody looks at another page, and when the window is opened anew.
  await goTo(page, '/applications')
  await page.getByRole('link', { name: 'Go on with the draft…' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Go on with the draft…' }).click()
  await page.getByRole('button', { name: 'Make the application' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Meshmaker' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Harvesting' })).toContainText(
    'As soon as it runs outside Monday to Thursday, 08:00–17:30, by the machine’s clock, nothing is done',
  )
  const made = (await fleet.call('customApplications.list', {})).find(({ name }) => name === 'Meshmaker')
  expect(made).toMatchObject({
    groupNames: ['Floor'],
    executables: { windows: [], linux: ['meshmaker'], macos: [] },
    harvesting: { enabled: true, method: 'dryRun', workingHours: { days: [1, 2, 3, 4], from: '08:00', to: '17:30' } },
  })
})

test('an application is changed, switched off, removed, and each is undone', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/applications')
  await grid(page).getByRole('link', { name: 'Viewer' }).click()
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await expect(fact(page, 'State')).toHaveText('In no group')
  await page.getByRole('link', { name: 'Change…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Old viewer')
  await names(page, 'Windows').fill('viewer.exe')
  await page.getByRole('button', { name: 'Save the application' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Old viewer' })).toBeVisible()
  await expect(fact(page, 'Programs on Windows')).toHaveText('viewer.exe')
  await page.getByRole('status').filter({ hasText: 'changed' }).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Viewer', exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Remove application' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Custom applications' })).toBeVisible()
  await expect.poll(() => row(page, 'Viewer')).toBeUndefined()
  await page.getByRole('status').filter({ hasText: 'was removed' }).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => row(page, 'Viewer')).toMatchObject({ state: 'In no group' })
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`the applications have no serious finding (${theme.toLowerCase()})`, async ({ page, workplace }) => {
    const fleet = await fleetOf(workplace, begin)
    const [{ id }] = await fleet.call('customApplications.list', {})
    await chooseTheme(page, theme)
    await goTo(page, '/applications')
    await expect(grid(page)).toBeVisible()
    await expectAccessible(page, 'custom applications', theme)
    await goTo(page, `/applications/${id}`)
    await expect(fact(page, 'State')).toBeVisible()
    await expectAccessible(page, 'an application', theme)
    await goTo(page, '/applications/new')
    await page.getByRole('switch', { name: 'Take licences back that nobody uses' }).click()
    await page.getByRole('checkbox', { name: 'It runs outside working hours:' }).check()
    await page.getByRole('button', { name: 'Make the application' }).click()
    await expect(page.getByText('Type a name.')).toBeVisible()
    await expectAccessible(page, 'an application with mistakes', theme)
    await page.getByRole('button', { name: 'Discard the draft' }).click()
  })
}
