import { expect, type Page } from '@playwright/test'
import { fleetOf, type TestFleet } from './fixtures/agents.ts'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { gridRows } from './pages/mapping-page.ts'
import { chooseTheme, findInPalette } from './pages/shell.ts'

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'north.log', siteLog('lic-north', '2024-03-04', 1)),
      writeLog(folder, 'south.log', siteLog('lic-south', '2024-03-05', 1)),
    ],
  },
})

const begin = async (fleet: TestFleet) => {
  await fleet.addGroup('Design floor', 'Second floor')
  await fleet.addApplication('Sketcher', { groups: ['Design floor'] })
  for (const host of ['ws1', 'ws2', 'ws3']) await fleet.add({ host, groups: host === 'ws3' ? [] : ['Design floor'] })
  await fleet.add({ host: 'ws4', groups: ['Lent out'], isSilent: true })
}

const members = (page: Page) => page.getByRole('region', { name: /^Agents (of|that are not in) / })
const groupRow = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'Agent groups' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
const hosts = async (page: Page) =>
  (await gridRows(members(page)))
    .map(({ host }) => host)
    .filter(Boolean)
    .sort()
const tick = (page: Page, host: string) => page.getByRole('row', { name: host }).getByRole('checkbox').check()

test('a group is made, gets agents, loses one, and is undone step by step', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/groups')
  await expect(groupRow(page, 'Design floor')).toContainText('2')
  await expect(groupRow(page, 'Design floor')).toContainText('Sketcher')
  await page.getByRole('button', { name: 'New agent group…' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Night shift')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Description' }).fill('22:00 to 06:00')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Make the group' }).click()
  await groupRow(page, 'Night shift').getByRole('link').click()
  const panel = page.getByRole('region', { name: 'Night shift', exact: true })
  await expect(panel).toContainText('22:00 to 06:00')

  await panel.getByRole('button', { name: 'Choose agents' }).click()
  await expect.poll(() => hosts(page)).toEqual(['ws1', 'ws2', 'ws3', 'ws4'])
  await tick(page, 'ws1')
  await tick(page, 'ws3')
  await panel.getByRole('button', { name: 'Add 2 agents' }).click()
  await expect(groupRow(page, 'Night shift').getByRole('cell').nth(0)).toHaveText('2')
  await expect.poll(() => hosts(page)).toEqual(['ws2', 'ws4'])

  await panel.getByText('In the group 2').click()
  await expect.poll(() => hosts(page)).toEqual(['ws1', 'ws3'])
  // In any number of groups.
  await expect(members(page).locator('[role="gridcell"][col-id="groups"]').first()).toHaveText(
    'Design floor, Night shift',
  )
  await tick(page, 'ws1')
  await panel.getByRole('button', { name: 'Take 1 agent out' }).click()
  await expect.poll(() => hosts(page)).toEqual(['ws3'])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => hosts(page)).toEqual(['ws1', 'ws3'])
})

test('a group is renamed, removed, and brought back with all that it had', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/groups')
  await groupRow(page, 'Design floor').getByRole('link').click()
  await page.getByRole('button', { name: 'Change…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change Design floor' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lent out')
  await dialog.getByRole('button', { name: 'Change the group' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/Lent out/)
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Drawing room')
  await dialog.getByRole('button', { name: 'Change the group' }).click()
  await expect(page.getByRole('heading', { name: 'Drawing room' })).toBeVisible()

  await expect(page.getByText('They are set up as all agents are.')).toBeVisible()
  await page.getByRole('button', { name: 'Change what they collect…' }).click()
  await page.getByRole('switch', { name: 'Idle time: set here' }).click()
  await page.getByRole('switch', { name: 'Collect: Idle time' }).click()
  await page.getByRole('button', { name: 'Save configuration' }).click()
  await expect(page.getByText('Set for them: idle time on.')).toBeVisible()

  await page.getByRole('button', { name: 'Remove group' }).click()
  await expect(groupRow(page, 'Drawing room')).toHaveCount(0)
  await page
    .getByRole('status')
    .filter({ hasText: 'Drawing room was removed' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(groupRow(page, 'Drawing room')).toContainText('Sketcher')
  await expect(groupRow(page, 'Drawing room').getByRole('cell').nth(0)).toHaveText('2')
  await groupRow(page, 'Drawing room').getByRole('link').click()
  await expect(page.getByText('Set for them: idle time on.')).toBeVisible()
  const [sketcher] = await fleet.call('customApplications.list', {})
  expect(sketcher.groupNames).toEqual(['Drawing room'])
})

test('an agent that goes into a group elsewhere is there at once', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/groups')
  await groupRow(page, 'Lent out').getByRole('link').click()
  await expect.poll(() => hosts(page)).toEqual(['ws4'])
  await expect(members(page).locator('[role="gridcell"][col-id="status"]')).toHaveText('Not heard of yet')
  const groups = await fleet.call('agentGroups.list', {})
  const add = groups.filter(({ name }) => name === 'Lent out').map(({ id }) => id)
  await fleet.call('agents.changeGroups', { ids: [fleet.agent('ws2').id], add, remove: [] })
  await expect.poll(() => hosts(page)).toEqual(['ws2', 'ws4'])
  await (await findInPalette(page, 'lent', /Lent out/)).waitFor()
  await page.keyboard.press('Escape')
  await members(page).getByText('ws2').first().dblclick()
  await expect(page).toHaveURL(new RegExp(`#/agents\\?agent=${fleet.agent('ws2').id}`))
})

test('groups of users and hosts are those of the maps, and lead there', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/groups/users')
  await expect(page.getByRole('heading', { name: 'No user groups yet' })).toBeVisible()
  await fleet.call('maps.save', {
    kind: 'user-to-groups.map',
    text: 'MAP: Mechanics (Department)\nann\nbob\n',
    expectedRevision: 0,
  })
  const grid = page.getByRole('region', { name: 'User groups', exact: true })
  await expect(grid.getByText('Mechanics')).toBeVisible()
  expect((await gridRows(grid))[0]).toMatchObject({
    group: 'Mechanics',
    type: 'Department',
    members: '2',
    map: 'User to groups',
  })
  await grid.getByText('Mechanics').click()
  await expect(page.getByRole('region', { name: 'Known users in Mechanics' }).getByRole('listitem')).toHaveText([
    'ann',
    'bob',
  ])
  await page.getByRole('tab', { name: /^Host groups/ }).click()
  await page.getByRole('link', { name: 'Put hosts in groups' }).click()
  await expect(page).toHaveURL(/#\/mapping\/host-to-groups\.map/)
})

test('vendor licences of one shown name are one group', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  for (const vendorLicence of ['lic-north;acme', 'lic-south;acme'])
    await fleet.call('sources.renameVendorLicence', { vendorLicence, shownName: 'CAD everywhere' })
  await goTo(page, '/groups/servers')
  const grid = page.getByRole('region', { name: 'Licence server groups', exact: true })
  await expect(grid.getByText('CAD everywhere')).toBeVisible()
  expect(await gridRows(grid)).toMatchObject([
    { group: 'CAD everywhere', count: '2', members: 'lic-north;acme, lic-south;acme', servers: 'lic-north, lic-south' },
  ])
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`the groups have no serious finding (${theme.toLowerCase()})`, async ({ page, workplace }) => {
    await fleetOf(workplace, begin)
    await chooseTheme(page, theme)
    await goTo(page, '/groups')
    await expect(members(page)).toBeVisible()
    await expectAccessible(page, 'agent groups', theme)
    await page.getByRole('button', { name: 'New agent group…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, 'a new group', theme, '[role="dialog"]')
    await page.keyboard.press('Escape')
    await goTo(page, '/groups/servers')
    await expect(page.getByRole('region', { name: 'Licence server groups', exact: true })).toBeVisible()
    await expectAccessible(page, 'licence server groups', theme)
  })
}
