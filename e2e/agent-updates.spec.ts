import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { SimulatedAgent } from '../bench/fleet/simulated-agent.ts'
import { fleetOf, type TestFleet } from './fixtures/agents.ts'
import { bundledAgents } from './fixtures/bundled-agents.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { agentCell, agentRow, chooseAgents, chosenActions } from './pages/agents-page.ts'
import { chooseTheme } from './pages/shell.ts'

test.use({ viewport: { width: 2200, height: 1000 }, bundled: bundledAgents })

const dialogs = '[role="dialog"]'
const able = { platform: 'linux-x64', unable: '', release: 0, root: 0 } as const

/** Tells nothing of an update, then asks until it is offered one. */
const offerTo = async (agent: SimulatedAgent): Promise<string> => {
  let offer = ''
  await expect
    .poll(async () => {
      const { update } = await agent.connect({ update: able })
      if (update?.kind === 'offer') offer = update.offer
      return offer
    })
    .not.toBe('')
  return offer
}

type Stage = 'downloading' | 'verifying' | 'installing' | 'restarting' | 'done' | 'failed' | 'rolledBack'

const tell = (agent: SimulatedAgent, offer: string, stage: Stage, percent = 0, reason = '') =>
  agent.connect({
    update: { ...able, current: { offer, version: '1.0.0', stage, percent, reason } },
    ...(stage === 'done' ? { version: '1.0.0' } : {}),
  })

const begin = async (fleet: TestFleet) => {
  await fleet.call('updates.changeSettings', { soakSeconds: 0, attempts: 1 })
  for (const host of ['ws-1', 'ws-2', 'ws-3'])
    await (await fleet.add({ host, version: '0.9.0' })).connect({ update: able })
  const byHand = await fleet.add({ host: 'hand-1', version: '0.9.0' })
  await byHand.connect({ update: { ...able, unable: 'It was started by hand.' } })
  await fleet.add({ host: 'new-1' })
}

test('an agent is updated from its row, which shows how far it is, and a selection says whom it leaves out', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents')
  const cell = (host: string) => agentCell(page, host, 'update')
  await expect(agentCell(page, 'ws-1', 'version').locator('[data-newer]')).toHaveText('0.9.0')
  await expect(agentCell(page, 'new-1', 'version').locator('[data-newer]')).toHaveCount(0)
  await expect(cell('new-1').getByRole('button')).toHaveCount(0)
  await expect(cell('hand-1')).toHaveText('Update by hand')
  await cell('ws-1').getByRole('button', { name: 'Update ws-1 to 1.0.0' }).click()
  await expect(cell('ws-1')).toHaveText(/Queued|Offered/)

  const agent = fleet.agent('ws-1')
  const offer = await offerTo(agent)
  await tell(agent, offer, 'downloading', 43.2)
  await expect(cell('ws-1')).toHaveText('Downloading 43 %')
  await expectAccessible(page, 'agents, an update', 'Light', '[role="gridcell"][col-id="update"]')
  await tell(agent, offer, 'restarting')
  await expect(cell('ws-1')).toHaveText('Restarting')
  await tell(agent, offer, 'done', 100)
  await expect(agentCell(page, 'ws-1', 'version')).toHaveText('1.0.0')
  await expect(cell('ws-1')).toHaveText('')

  await chooseAgents(page, 'ws-3')
  await chosenActions(page).getByRole('button', { name: 'Hold updates' }).click()
  await expect(cell('ws-3')).toHaveText('On hold')
  await chooseAgents(page, 'ws-2')
  await chosenActions(page).getByRole('button', { name: 'Update', exact: true }).click()
  await expect(page.getByText('ws-2 put in line for the update.')).toBeVisible()
  await expect(page.getByText('ws-3: Is on hold.')).toBeVisible()
  await page.getByRole('status').filter({ hasText: 'ws-2 put in line' }).getByRole('button', { name: 'Undo' }).click()
  await expect(cell('ws-2').getByRole('button', { name: 'Update ws-2 to 1.0.0' })).toBeVisible()
  await chosenActions(page).getByRole('button', { name: 'Hold updates' }).click()
  await expect(cell('ws-2')).toHaveText('On hold')
  await chosenActions(page).getByRole('button', { name: 'Allow updates' }).click()
  await expect(cell('ws-3').getByRole('button', { name: 'Update ws-3 to 1.0.0' })).toBeVisible()
})

test('a batch shows its waves, stops when one fails, and is resumed, paused and cancelled', async ({
  page,
  workplace,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await fleet.call('updates.changeSettings', { stopAfterFailures: 1 })
  await goTo(page, '/agents/updates')
  await page.getByRole('button', { name: /^Update \d agents$/ }).click()
  const batch = page.getByRole('region', { name: 'Batches of updates' }).getByRole('row').nth(1)
  await expect(batch).toContainText('Running')
  await expect(batch).toContainText('1 of 2')
  const number = (await batch.getByRole('link').textContent()) ?? ''
  const row = (host: string) => page.locator('.ag-row').filter({ hasText: host })
  const firstHost = await test.step('one goes first', async () => {
    const offered = page.locator('.ag-row').filter({ hasText: 'Offered' })
    await expect(offered).toHaveCount(1)
    return (await offered.locator('[col-id="agent"]').textContent()) ?? ''
  })
  const first = fleet.agent(firstHost)
  await tell(first, await offerTo(first), 'failed', 0, 'The disk is full.')
  await expect(row(firstHost)).toContainText('The disk is full.')
  await expect(batch).toContainText('Stopped')
  await expect(page.getByText(`${number} was stopped: The update of 1 agent failed.`)).toBeVisible()
  await expectAccessible(page, 'updates of agents', 'Light')
  await batch.getByRole('button', { name: `Resume ${number.toLowerCase()}` }).click()
  await expect(batch).toContainText('Running')
  await batch.getByRole('button', { name: `Pause ${number.toLowerCase()}` }).click()
  await expect(batch).toContainText('Paused')
  await batch.getByRole('button', { name: `Cancel ${number.toLowerCase()}` }).click()
  await expect(batch).toContainText(/1 failed, \d cancelled/)
  await chooseTheme(page, 'Dark')
  await expectAccessible(page, 'updates of agents', 'Dark')
  await chooseTheme(page, 'Light')
})

test('updates are made automatic, and kept to a window and to waves', async ({ page, workplace }) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents/updates')
  await page.getByRole('button', { name: 'Update settings…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Update settings' })
  await dialog.getByRole('switch', { name: 'Only in a maintenance window' }).check()
  await dialog.getByRole('checkbox', { name: 'Sat' }).check()
  await dialog.getByRole('textbox', { name: 'Waves', exact: true }).fill('50, 10')
  await expect(dialog.getByRole('button', { name: 'Save update settings' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Waves', exact: true }).fill('10, 50, 100')
  await dialog.getByRole('textbox', { name: 'Tries per agent' }).fill('4')
  await expectAccessible(page, 'update settings', 'Light', dialogs)
  await dialog.getByRole('button', { name: 'Save update settings' }).click()
  await expect(dialog).toBeHidden()
  expect(await fleet.call('updates.settings', {})).toMatchObject({
    window: { days: [1, 2, 3, 4, 5, 6], from: '22:00', to: '05:00' },
    waves: [10, 50, 100],
    attempts: 4,
    agentRate: 5_000_000,
  })
  await page.getByRole('switch', { name: 'Update agents automatically' }).check()
  await expect(page.getByText('Agents are updated automatically.')).toBeVisible()
  expect(await fleet.call('updates.settings', {})).toMatchObject({ automatic: true })
})

test('installers are listed with what is wrong, saved, and installed by one command with a fresh token', async ({
  page,
  workplace,
  clipboard,
  savedBy,
}) => {
  const fleet = await fleetOf(workplace, begin)
  await goTo(page, '/agents/installers')
  const file = (name: string) => page.getByRole('row').filter({ hasText: name })
  await expect(page.getByText(/^Version 1\.0\.0, signed .+, valid until/)).toBeVisible()
  await expect(file('aarch64.rpm')).toContainText('has 20001 bytes instead of 20000')
  await expect(file('aarch64.rpm').getByRole('button')).toHaveCount(0)
  await expectAccessible(page, 'installers', 'Light')
  const saved = await savedBy(() =>
    page.getByRole('button', { name: 'Save a copy of lictor-agent-1.0.0-win-x64.exe' }).click(),
  )
  expect(readFileSync(saved)).toEqual(
    readFileSync(`${workplace.resources}/agent-installers/lictor-agent-1.0.0-win-x64.exe`),
  )
  await page.getByRole('button', { name: 'Verify again' }).click()
  await expect(page.getByText('4 files looked at, 1 of them not as signed.')).toBeVisible()

  await file('amd64.deb')
    .getByRole('button', { name: /^Silent command/ })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Install lictor-agent_1.0.0_amd64.deb' })
  await expect(dialog.getByRole('radio', { name: 'On this machine' })).toHaveCount(0)
  await dialog.getByRole('textbox', { name: 'Port' }).fill('0')
  await dialog.getByRole('button', { name: 'Serve agents on the network' }).click()
  await expectAccessible(page, 'silent command', 'Light', dialogs)
  await dialog.getByRole('textbox', { name: 'Machines' }).fill('12')
  await dialog.getByRole('button', { name: 'Create join token' }).click()
  await expect(dialog).toContainText('lets 12 machines join')
  await dialog.getByRole('button', { name: 'Copy: Silent command' }).click()
  const command = await clipboard()
  expect(command).toContain('LICTOR_SERVER=%s')
  expect(command).toMatch(
    / https:\/\/\S+ lt1_\S+ \| sudo install .+ apt-get install -y --reinstall \.\/lictor-agent_1\.0\.0_amd64\.deb$/,
  )
  expect((await fleet.call('agents.tokens', {})).some(({ uses }) => uses === 12)).toBe(true)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await file('win-x64.exe')
    .getByRole('button', { name: /^Silent command/ })
    .click()
  const windows = page.getByRole('dialog', { name: 'Install lictor-agent-1.0.0-win-x64.exe' })
  await expect(windows.getByRole('radio', { name: 'On this machine' })).toBeChecked()
  await windows.getByRole('button', { name: 'Cancel' }).click()
  await goTo(page, '/agents')
  await expect(agentRow(page, 'ws-1')).toBeVisible()
})
