import { expect } from '@playwright/test'
import { enrolSimulatedAgent } from '../bench/fleet/simulated-agent.ts'
import { fleetOf, type TestFleet } from './fixtures/agents.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { agentCell, agentFact, agentPanel, agentRow, chooseAgents, chosenActions } from './pages/agents-page.ts'
import { shownColumns } from './pages/report-page.ts'
import { chooseTheme, findInPalette, rail } from './pages/shell.ts'

test.use({ viewport: { width: 2200, height: 1000 } })

/** The page behind a dialog is looked at elsewhere. */
const dialogs = '[role="dialog"]'

const begin = async (fleet: TestFleet) => {
  await fleet.addApplication('Turbine', {
    groups: ['Simulation'],
    harvesting: { enabled: true, idleMinutes: 30, method: 'notify' },
  })
  await fleet.add({
    host: 'sim-1',
    groups: ['Simulation'],
    version: '0.9.1',
    servers: ['27000@lic-north', 'lic-south'],
    sessions: [{ application: 'Turbine', user: 'ada', pid: 4711 }],
    issues: [
      { code: 'collector-failing', subject: 'logs', detail: 'EACCES: /opt/flexlm/debug.log' },
      { code: 'several-users', subject: '', detail: 'ada, grace' },
    ],
  })
  for (const host of ['ws-1', 'ws-2', 'ws-3']) await fleet.add({ host, groups: ['Drafting'] })
  await fleet.add({ host: 'gone-1', isSilent: true })
  await fleet.add({ host: 'gone-2', isSilent: true })
}

test('without agents the page says what one is, and a machine joins with the token and the command it gives', async ({
  page,
  workplace,
  clipboard,
}) => {
  await goTo(page, '/agents')
  await expect(page.getByTestId('empty-state')).toContainText('An agent is a small service')
  await expectAccessible(page, 'agents, none yet', 'Light')
  await page.getByRole('button', { name: 'Add agent…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add agent' })
  await dialog.getByRole('textbox', { name: 'Note' }).fill('for the lab')
  await dialog.getByRole('button', { name: 'Create join token' }).click()
  await expect(dialog).toContainText('lets 1 machine join')
  await dialog.getByRole('button', { name: 'Copy: Join token' }).click()
  const token = await clipboard()
  const [command, service] = [dialog.locator('pre').nth(1), dialog.locator('pre').nth(2)]
  await dialog.getByRole('radiogroup').getByText('Windows').click()
  await expect(command).toHaveText(/^'lt1_.+' \| lictor-agent enrol --server '.+' --token -$/)
  await expect(service).toContainText('LictorAgent.exe install')
  await dialog.getByRole('radiogroup').getByText('macOS').click()
  await expect(service).toContainText('launchctl bootstrap')
  await dialog.getByRole('radiogroup').getByText('Linux').click()
  await expect(service).toContainText('systemctl enable --now lictor-agent')
  const [, shown, server = ''] = /'%s' (\S+) \| .+ --server (\S+)/.exec((await command.textContent()) ?? '') ?? []
  expect(shown).toBe(token)
  await expectAccessible(page, 'agents, a token', 'Light', dialogs)
  await dialog.getByRole('button', { name: 'Done' }).click()

  const agent = await enrolSimulatedAgent({ server, token, host: 'lab-1' })
  await agent.connect()
  await expect(agentCell(page, 'lab-1', 'status')).toHaveText('Online')
  await expect(page.getByRole('contentinfo')).toContainText('Agents online 1 of 1')

  await page.getByRole('button', { name: 'Add agent…' }).click()
  await dialog.getByRole('tab', { name: 'Join tokens' }).click()
  await expect(dialog.getByRole('row').filter({ hasText: 'for the lab' })).toContainText('Used up')
  const fleet = await fleetOf(workplace, begin)
  await fleet.call('agents.createToken', { uses: 9, lifetime: 3_600_000, note: 'lost' })
  const lost = dialog.getByRole('row').filter({ hasText: 'lost' })
  await expect(lost).toContainText('9 of 9')
  await lost.getByRole('button', { name: /^Revoke the token made/ }).click()
  await expect(lost).toContainText('Revoked')
})

test('every column says what is known, and the ID is shown when asked for', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  const cell = (column: string) => agentCell(page, 'sim-1', column)
  await expect(cell('errors')).toHaveText('1')
  await expect(cell('warnings')).toHaveText('2')
  await expect(cell('name')).toHaveText('sim-1')
  await expect(cell('version')).toHaveText('0.9.1')
  await expect(cell('version').getByRole('img', { name: 'older than the console' })).toBeVisible()
  await expect(cell('status')).toHaveText('Online')
  await expect(cell('ip')).toHaveText(/^10\./)
  await expect(cell('lastConnection')).toHaveText('just now')
  await expect(cell('licenseServers')).toHaveText('27000@lic-north, lic-south')
  await expect(cell('applications')).toHaveText('Turbine')
  await expect(cell('groups')).toHaveText('Simulation')
  await expect(agentCell(page, 'ws-1', 'version').getByRole('img')).toHaveCount(0)
  await expect(agentCell(page, 'gone-1', 'status')).toHaveText('Never connected')
  await expect(agentCell(page, 'gone-1', 'lastConnection')).toHaveText('—')
  await expect(rail(page).getByRole('link', { name: /Agents/ })).toContainText('1 has errors')

  await expect(page.getByRole('columnheader', { name: 'Agent ID' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await page.getByRole('checkbox', { name: 'Agent ID' }).check()
  await page.keyboard.press('Escape')
  await expect(cell('id')).toHaveText((await fleetOf(workplace, begin)).agent('sim-1').id)
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Agent ID' })).toBeVisible()
})

test('Reset layout brings back what is shown, pinned and sorted at first, and it stays so', async ({
  page,
  workplace,
}) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  const table = page.getByRole('region', { name: 'Agents', exact: true })
  const sorting = (column: string) => expect(table.getByRole('columnheader', { name: column, exact: true }))
  const choose = page.getByRole('button', { name: 'Choose columns' })
  const reset = page.getByRole('button', { name: 'Reset layout' })
  await choose.click()
  await reset.click()
  await expect(table.getByRole('columnheader', { name: 'Agent ID' })).toHaveCount(0)
  const atFirst = await shownColumns(page, table)
  expect(atFirst.slice(-2)).toEqual(['update', 'remove'])

  for (const column of ['Agent ID', 'Version']) await page.getByRole('checkbox', { name: column }).click()
  for (const column of ['Remove', 'Status']) await page.getByRole('button', { name: `Pin ${column}` }).click()
  await page.keyboard.press('Escape')
  await table.getByRole('columnheader', { name: 'Status' }).click()
  await page.reload()
  await sorting('Status').toHaveAttribute('aria-sort', 'ascending')
  const arranged = await shownColumns(page, table)
  expect(arranged.slice(-1)).toEqual(['update'])
  expect([arranged.includes('id'), arranged.includes('version')]).toEqual([true, false])

  await choose.click()
  await reset.click()
  await expect.poll(() => shownColumns(page, table)).toEqual(atFirst)
  await expect(reset).toBeFocused()
  await page.reload()
  await sorting('Name').toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(() => shownColumns(page, table)).toEqual(atFirst)
})

test('an error leads to its cause and remedy, and the panel tells all of the agent and follows it', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await page.getByRole('button', { name: '1 error of sim-1: show' }).click()
  const issue = agentPanel(page).getByRole('article', { name: 'error: A collector fails' })
  await expect(issue).toContainText('EACCES: /opt/flexlm/debug.log')
  await expect(issue).toContainText('What to do:')
  await expect(agentPanel(page).getByRole('article', { name: 'warning: Several users at once' })).toBeVisible()
  await expect(agentFact(page, 'Interval')).toHaveText('30 s')
  await expect(agentFact(page, 'Waits at the agent')).toHaveText(/Nothing|1 record/)
  await expect(agentFact(page, 'Clock')).toHaveText('Agrees with the console’s')
  await expect(agentFact(page, 'Processes')).toHaveText('On, of all users, every 10 s')
  await expect(agentFact(page, 'Turbine')).toHaveText('1 session of ada')
  await expect(agentPanel(page).getByRole('region', { name: 'What happened lately' })).toContainText(
    'A collector fails',
  )
  await expectAccessible(page, 'agents, details', 'Light')

  await fleet.tell('sim-1', {
    issues: [{ code: 'several-users', subject: '', detail: 'ada, grace' }],
    servers: ['27000@lic-north', 'lic-south'],
  })
  await expect(issue).toHaveCount(0)
  await expect(agentCell(page, 'sim-1', 'errors')).toHaveText('0')
  await expect(rail(page).getByRole('link', { name: /Agents/ })).not.toContainText('errors')
  await agentPanel(page).getByRole('link', { name: 'All events of this agent' }).click()
  await expect(page).toHaveURL(/#\/events\?agent=/)
})

test('what one agent collects is changed, and it is told', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  const agent = fleet.agent('ws-3')
  await agent.connect()
  await agent.connect()
  await goTo(page, `/agents?agent=${agent.id}`)
  await expect(agentFact(page, 'State')).toContainText('Applied')
  await agentPanel(page).getByRole('button', { name: 'Change what this agent collects…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What ws-3 collects' })
  await dialog.getByRole('switch', { name: 'Licence logs: set here' }).check()
  await dialog.getByRole('switch', { name: 'Collect: Licence logs' }).check()
  await dialog.getByRole('button', { name: 'Add a log' }).click()
  await dialog.getByRole('textbox', { name: 'Path on the machine' }).fill('/var/log/flexlm.log')
  await expectAccessible(page, 'agents, what is collected', 'Light', dialogs)
  await dialog.getByRole('button', { name: 'Save configuration' }).click()
  await expect(agentFact(page, 'Licence logs')).toHaveText('On, 1 file')
  await expect(agentFact(page, 'State')).toContainText('Not applied yet')
  const { configuration } = await agent.connect()
  expect(configuration?.collectors.logs).toEqual({
    enabled: true,
    files: [{ path: '/var/log/flexlm.log', server: '' }],
  })
  await agent.connect()
  await expect(agentFact(page, 'State')).toContainText('Applied')
})

test('a name is changed where it stands, with the keyboard, and back to the host’s', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await agentCell(page, 'ws-2', 'name').click({ position: { x: 150, y: 10 } })
  await page.keyboard.press('F2')
  const field = page.getByRole('textbox', { name: 'Name of ws-2' })
  await expect(field).toBeFocused()
  await field.fill('half')
  await page.keyboard.press('Escape')
  await expect(agentCell(page, 'ws-2', 'name')).toHaveText('ws-2')
  await expect(agentCell(page, 'ws-2', 'name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(agentPanel(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(agentCell(page, 'ws-2', 'name')).toBeFocused()
  await page.keyboard.press('F2')
  await field.fill('Reception')
  await page.keyboard.press('Enter')
  await expect(agentCell(page, 'ws-2', 'name')).toHaveText('Reception')
  await expect(agentCell(page, 'ws-2', 'host')).toHaveText('ws-2')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(agentCell(page, 'ws-2', 'name')).toHaveText('ws-2')
})

test('groups are changed in the cell, and of many agents at once', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await agentCell(page, 'gone-1', 'groups').click()
  const popover = page.getByRole('dialog', { name: 'Agent groups of gone-1' })
  await popover.getByRole('checkbox', { name: 'Simulation' }).check()
  await expect(agentCell(page, 'gone-1', 'groups')).toHaveText('Simulation')
  await popover.getByRole('textbox').fill('Lent out')
  await popover.getByRole('button', { name: 'Create group “Lent out”' }).click()
  await expect(agentCell(page, 'gone-1', 'groups')).toHaveText('Lent out, Simulation')
  await expect(popover.getByRole('textbox')).toBeFocused()
  await popover.getByRole('checkbox', { name: 'Simulation' }).uncheck()
  await expect(agentCell(page, 'gone-1', 'groups')).toHaveText('Lent out')
  await page.keyboard.press('Escape')
  await expect(popover).toBeHidden()

  await chooseAgents(page, 'ws-1', 'ws-2', 'gone-1')
  await chosenActions(page).getByRole('button', { name: 'Groups…' }).click()
  const many = page.getByRole('dialog', { name: 'Agent groups of 3 agents' })
  await expect(many.getByRole('checkbox', { name: 'Drafting' })).toHaveJSProperty('indeterminate', true)
  await many.getByRole('checkbox', { name: 'Drafting' }).click()
  await expect(agentCell(page, 'gone-1', 'groups')).toHaveText('Drafting, Lent out')
  await expect(many.getByRole('checkbox', { name: 'Drafting' })).toBeChecked()
  await page.keyboard.press('Escape')
  const done = page.getByRole('status').filter({ hasText: 'gone-1 added to Drafting.' })
  await done.getByRole('button', { name: 'Undo' }).click()
  await expect(agentCell(page, 'gone-1', 'groups')).toHaveText('Lent out')
  await expect(agentCell(page, 'ws-1', 'groups')).toHaveText('Drafting')
})

test('only agents that are offline are removed', async ({ page, workplace }) => {
  await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await expect(agentCell(page, 'ws-1', 'remove').getByRole('button')).toBeDisabled()
  await agentCell(page, 'gone-2', 'remove').getByRole('button').click()
  await page.getByRole('dialog', { name: 'Remove gone-2?' }).getByRole('button', { name: 'Keep it' }).click()
  await chooseAgents(page, 'ws-1', 'gone-2')
  await chosenActions(page).getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove gone-2?' })
  await expect(dialog).toContainText('1 chosen agent is online and will stay')
  await dialog.getByRole('button', { name: 'Remove agent' }).click()
  await expect(agentRow(page, 'gone-2')).toHaveCount(0)
  await expect(agentRow(page, 'ws-1')).toBeVisible()
})

test('the connection interval is moved, agents are told, and it is moved back', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await page.getByRole('button', { name: 'Advanced settings' }).click()
  const slider = page.getByRole('slider', { name: 'Connection interval in seconds' })
  await expect(slider).toHaveAttribute('aria-valuetext', '30 s')
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Agents connect every 40 s.')).toBeVisible()
  expect((await fleet.agent('ws-1').connect()).interval).toBe(40)
  await slider.focus()
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', '10 min')
  await expect(page.getByText('Agents connect every 10 min.')).toBeVisible()
  await expectAccessible(page, 'agents, advanced settings', 'Light', dialogs)
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(page.getByText('Agents connect every 30 s.')).toBeVisible()
  await expect.poll(async () => (await fleet.agent('ws-1').connect()).interval).toBe(30)
})

test('agents on the network are served when the admin says so, and no longer when not', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await page.getByRole('button', { name: 'Advanced settings' }).click()
  const part = page.getByRole('region', { name: 'Agents on the network' })
  await expect(part).toContainText('Not served')
  await part.getByRole('textbox', { name: 'Port' }).fill('0')
  await part.getByRole('button', { name: 'Serve agents on the network' }).click()
  await expect(part).toContainText('Served at https://')
  const { token, address } = await fleet.call('agents.createToken', { uses: 1, lifetime: 3_600_000, note: '' })
  const agent = await enrolSimulatedAgent({
    server: `https://127.0.0.1:${new URL(address).port}`,
    token,
    host: 'far-1',
  })
  await agent.connect()
  await part.getByRole('button', { name: 'Stop serving the network' }).click()
  await expect(part).toContainText('Not served')
  await page.keyboard.press('Escape')
  await expect(agentCell(page, 'far-1', 'status')).toHaveText('Online')
  await agentRow(page, 'far-1').getByRole('button', { name: 'far-1', exact: true }).click()
  await expect(agentFact(page, 'Connects by')).toHaveText('Network, TLS 1.3')
  await expect(agentFact(page, 'Certificate until')).toContainText('-')
})

test('new agents wait for approval when that is asked for, and are let in or turned away', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  await page.getByRole('button', { name: 'Advanced settings' }).click()
  await page.getByRole('switch', { name: 'Wait for approval' }).check()
  await expect(page.getByText('New agents wait for your approval.')).toBeVisible()
  await page.keyboard.press('Escape')
  const { token, socket } = await fleet.call('agents.createToken', { uses: 2, lifetime: 3_600_000, note: '' })
  const [known, stranger] = [
    await enrolSimulatedAgent({ server: socket, token, host: 'laptop-1' }),
    await enrolSimulatedAgent({ server: socket, token, host: 'laptop-2' }),
  ]
  expect((await known.connect()).standing).toBe('pending')
  const banner = page.getByRole('region', { name: 'Agents to approve' })
  await expect(banner).toContainText('2 agents wait to be let in')
  await expect(rail(page).getByRole('link', { name: /Agents/ })).toContainText('2 wait for approval')
  await banner.getByRole('button', { name: 'Look at them' }).click()
  await expect(page.locator('.ag-row')).toHaveCount(2)
  await chooseAgents(page, 'laptop-1')
  await chosenActions(page).getByRole('button', { name: 'Approve' }).click()
  await expect(agentRow(page, 'laptop-1')).toHaveCount(0)
  expect((await known.connect()).standing).toBe('approved')
  await chooseAgents(page, 'laptop-2')
  await chosenActions(page).getByRole('button', { name: 'Reject…' }).click()
  await page.getByRole('dialog', { name: 'Reject laptop-2?' }).getByRole('button', { name: 'Reject agent' }).click()
  await expect(agentRow(page, 'laptop-2')).toHaveCount(0)
  await expect(stranger.connect()).rejects.toThrow()
  await fleet.call('agents.changeGateway', { approval: false })
})

test('an agent whose credentials were revoked is turned away', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  const agent = await fleet.add({ host: 'lost-1' })
  await goTo(page, '/agents')
  await chooseAgents(page, 'lost-1')
  await chosenActions(page).getByRole('button', { name: 'Revoke…' }).click()
  await page
    .getByRole('dialog', { name: 'Revoke the credentials of lost-1?' })
    .getByRole('button', { name: 'Revoke credentials' })
    .click()
  await expect(page.getByText('Credentials of 1 agent revoked.')).toBeVisible()
  await expect(agent.connect()).rejects.toThrow()
})

test('agents are found by filter, by group, by address and by name, and rows change without losing the place', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  const show = page.getByRole('radiogroup', { name: 'Which agents are listed' })
  await goTo(page, '/agents?issues=1')
  await expect(agentRow(page, 'sim-1')).toBeVisible()
  await expect(agentRow(page, 'ws-1')).toHaveCount(0)
  await show.getByText('Other version').click()
  await expect(page.locator('.ag-row')).toHaveCount(1)
  await goTo(page, '/agents?group=Drafting')
  await expect(page.locator('.ag-row')).toHaveCount(3)
  await page.getByRole('button', { name: 'Group Drafting' }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('lic-north')
  await expect(page.locator('.ag-row')).toHaveCount(1)
  await page.keyboard.press('Escape')

  await chooseAgents(page, 'ws-1')
  await fleet.tell('ws-1', { servers: ['lic-west'] })
  await expect(agentCell(page, 'ws-1', 'licenseServers')).toHaveText('lic-west')
  await expect(agentRow(page, 'ws-1').getByRole('checkbox')).toBeChecked()
  await expect(agentRow(page, 'ws-1').getByRole('checkbox')).toBeFocused()

  await goTo(page, '/overview')
  await (await findInPalette(page, 'ws-2', /ws-2/)).click()
  await expect(agentPanel(page)).toContainText('ws-2')
  await chooseTheme(page, 'Dark')
  await expectAccessible(page, 'agents', 'Dark')
})
