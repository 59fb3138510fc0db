import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { fleetOf, type TestFleet } from './fixtures/agents.ts'
import type { Workplace } from './fixtures/console-fixture.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { chooseTheme, rail } from './pages/shell.ts'

const denied = { code: 'collector-failing', subject: 'logs', detail: 'EACCES: permission denied, lmgrd.log' } as const
const full = { code: 'spool-near-full', subject: '', detail: '91 % of 256 MB' } as const

const twoInTrouble = (workplace: Workplace): Promise<TestFleet> =>
  fleetOf(workplace, async (fleet) => {
    await fleet.add({ host: 'ws-1', groups: ['Floor'], issues: [denied] })
    await fleet.add({ host: 'ws-2', groups: ['Floor'], issues: [full] })
  })

const grid = (page: Page) => page.getByRole('region', { name: 'Events' })
const line = (page: Page, words: string | RegExp) => grid(page).getByRole('row').filter({ hasText: words })
const details = (page: Page) => page.getByRole('complementary', { name: 'Details of the event' })
const popup = (page: Page, words: RegExp) => page.locator('.mantine-Notification-root').filter({ hasText: words })

test('an agent’s issue is a popup, a line with cause and remedy, and over when it is', async ({ page, workplace }) => {
  await goTo(page, '/events')
  const fleet = await twoInTrouble(workplace)
  await expect(popup(page, /A collector fails: ws-1/)).toContainText('logs: EACCES')
  await expect(popup(page, /Spool is nearly full: ws-2/)).toBeVisible()
  await expect(rail(page).getByRole('link', { name: /Event log ?, 1 error/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('2 events need a look')

  await line(page, 'A collector fails').click()
  await expect(details(page)).toContainText('What the collector reads cannot be read')
  await expect(details(page)).toContainText('Give the agent the right it lacks')
  await expect(details(page).getByRole('link', { name: 'ws-1' })).toHaveAttribute('href', /#\/agents\?agent=/)
  for (const theme of ['Dark', 'Light'] as const) {
    await chooseTheme(page, theme)
    await expectAccessible(page, '/events', theme)
  }

  // It ends, comes back and ends: two lines that count, and no second popup.
  for (const issues of [[], [denied], []]) await fleet.tell('ws-1', { issues })
  await expect(line(page, 'Over: A collector fails')).toContainText('2 ×')
  await expect(details(page)).toContainText('Error, over')
  await expect(details(page)).toContainText('came back once')
  await expect(page.getByRole('main')).toContainText('1 event needs a look')
  await expect(popup(page, /A collector fails/)).toHaveCount(1)
})

test('the log is searched, narrowed, acknowledged and exported', async ({ page, workplace, savedBy }) => {
  await goTo(page, '/events?kind=issue')
  const fleet = await twoInTrouble(workplace)
  await fleet.call('settings.change', { customerId: '=4711' })
  await expect(grid(page)).not.toContainText('Setting was changed')
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(line(page, 'Setting was changed')).toContainText('customerId')

  const search = page.getByRole('textbox', { name: 'Search all events' })
  await search.fill('WS-1 eacces')
  await expect(line(page, /^./)).toHaveCount(2)
  await search.fill('nothing like it')
  await expect(grid(page)).toContainText('No event fits.')
  await search.fill('')
  await page.getByRole('button', { name: 'Severity: any' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Warning' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Severity: warning' })).toBeVisible()
  await page.getByRole('button', { name: 'Time range: Any time' }).click()
  await page.getByRole('button', { name: 'Last hour' }).click()
  await expect(line(page, 'Spool is nearly full')).toContainText('Open')

  await line(page, 'Spool is nearly full').click()
  await details(page).getByRole('button', { name: 'Acknowledge' }).click()
  await expect(line(page, 'Spool is nearly full')).toContainText('Acknowledged')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(line(page, 'Spool is nearly full')).toContainText('Open')
  await page.getByRole('button', { name: 'Close the details' }).click()
  await page.getByText('Needs a look', { exact: true }).click()
  await page.getByRole('button', { name: 'Acknowledge all that fit' }).click()
  await expect(grid(page)).toContainText('No event fits.')

  await page.getByRole('button', { name: 'Show everything' }).click()
  const path = await savedBy(async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Export CSV' }).click()
  })
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  expect(header).toBe('Time,Last time,Times,Severity,Kind,Agent,Agent ID,Subject,Message,Detail,Open,Acknowledged')
  expect(lines.find((text) => text.includes('Spool is nearly full'))).toMatch(/warning,issue,ws-2,.*,yes,20/)
  expect(lines.length).toBeGreaterThan(4)
})

test('in the quiet hours nothing pops up, and the bell counts it', async ({ page, workplace }) => {
  const fleet = await twoInTrouble(workplace)
  await goTo(page, '/settings/events')
  const field = page.getByRole('textbox', { name: 'Quiet hours' })
  await field.fill('night')
  await field.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'two different times' })).toBeVisible()
  // The whole day but one minute that is far from now.
  const far = (new Date().getHours() + 12) % 24
  const hour = String(far).padStart(2, '0')
  await field.fill(`${hour}:01-${hour}:00`)
  await field.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()

  await fleet.tell('ws-2', { issues: [full, { code: 'spool-full', subject: '', detail: 'All of 256 MB' }] })
  await expect(rail(page).getByRole('link', { name: /Event log ?, 1 error/ })).toBeVisible()
  await page.getByRole('button', { name: /^Notices/ }).click()
  await expect(page.getByRole('dialog', { name: 'Notices' })).toContainText('Spool is full: ws-2')
  await expect(popup(page, /Spool is full/)).toHaveCount(0)
})
