import { expect } from '@playwright/test'
import { siteLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { tabTo } from './pages/keyboard.ts'
import { fact, openSource, runs, timeLine } from './pages/sources-page.ts'

/** Three runs: the first ends by itself, the second by a new start of the manager, the third with the log. */
const threeRuns = (server: string): string[] => [
  ...startBlock(server, '3/4/2024'),
  ...someUse,
  '10:00:00 (acme) EXITING DUE TO SIGNAL 15 Exit reason 5',
  '10:00:00 (lmgrd) EXITING DUE TO SIGNAL 15',
  ...startBlock(server, '3/6/2024'),
  ...someUse,
  ...startBlock(server, '3/7/2024'),
  ...someUse,
]

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'north.log', threeRuns('lic-north')),
      writeLog(folder, 'south.log', siteLog('lic-south', '2024-03-04', 3)),
      writeLog(folder, 'away.log', threeRuns('lic-away')),
    ],
  },
})

test('the list tells of each source, and leads to it', async ({ page }) => {
  await goTo(page, '/sources')
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'lic-north', exact: true }) })
  await expect(row).toContainText('acme')
  await expect(row).toContainText('Europe/Berlin')
  await expect(row).toContainText('2024-03-04 – 2024-03-07')
  await expect(row).toContainText('Up to date')
  await openSource(page, 'lic-north')
  await expect(fact(page, 'Runs')).toHaveText('3')
  await expect(fact(page, 'Files')).toHaveText('1')
  await expect(page.getByRole('region', { name: 'Files' }).getByRole('link', { name: 'north.log' })).toBeVisible()
  await page.getByRole('link', { name: 'north.log' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'north.log' })).toBeVisible()
})

test('each run is listed with how it ended', async ({ page }) => {
  await openSource(page, 'lic-north')
  await expect(runs(page)).toHaveCount(3)
  await expect(runs(page).nth(0)).toContainText('2024-03-07 06:00')
  await expect(runs(page).nth(0)).toContainText('End of the log')
  await expect(runs(page).nth(1)).toContainText('New start of lmgrd')
  await expect(runs(page).nth(2)).toContainText('Daemon ended')
  await expect(runs(page).nth(2)).toContainText('4 h')
})

test('the time line is zoomed and moved with the keyboard, and says what it shows', async ({ page }) => {
  await openSource(page, 'lic-north')
  await timeLine(page).focus()
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /2024-03-04 – 2024-03-07\. acme: .+ 2 gaps/)
  await page.keyboard.press('+')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^Tue 2024-03-05\. acme: 0\.0 %, 1 gap/)
  await page.keyboard.press('ArrowRight')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^Wed 2024-03-06/)
  await expect(page).toHaveURL(/zoom=day&at=2024-03-06/)
  await page.keyboard.press('Home')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^Mon 2024-03-04/)
  await expect(page.getByRole('button', { name: 'Previous day' })).toBeDisabled()
  await page.keyboard.press('-')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^March 2024/)
  await page.reload()
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^March 2024/)

  await page.getByRole('button', { name: 'Show as a table' }).click()
  const table = page.getByRole('table', { name: 'Observed and not observed: March 2024' })
  await expect(table.getByRole('row')).toHaveCount(6)
  await expect(table.getByRole('row').nth(2)).toContainText('Not observed')
  await expect(table.getByRole('row').nth(2)).toContainText('2024-03-04 10:00:00')
  await page.getByRole('button', { name: 'Show as a time line' }).click()
  await expect(timeLine(page)).toBeVisible()
})

test('pointing at the time line says what is there, and a click looks closer', async ({ page }) => {
  await openSource(page, 'lic-north')
  const box = (await timeLine(page).boundingBox())!
  // The second day of four: nobody looked.
  await page.mouse.move(box.x + box.width * 0.375, box.y + 15)
  await expect(page.getByText('acme · not observed · 2024-03-04 10:00 – 2024-03-06 06:00')).toBeVisible()
  await page.mouse.click(box.x + box.width * 0.375, box.y + 15)
  await expect(page.getByText('Tue 2024-03-05', { exact: true })).toBeVisible()
})

test('a vendor licence gets another name, which reports show, and it is taken back', async ({ page }) => {
  await openSource(page, 'lic-south')
  await page.getByRole('button', { name: 'Rename: Shown name of lic-south;acme' }).click()
  const field = page.getByRole('textbox', { name: 'Shown name of lic-south;acme' })
  await expect(field).toBeFocused()
  await field.fill('South CAD')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'South CAD' })).toBeVisible()
  await page.getByRole('link', { name: 'South CAD' }).click()
  await expect(page.getByRole('main')).toContainText('South CAD')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('[51]')

  await openSource(page, 'lic-south')
  await page.getByRole('button', { name: 'Rename: Shown name of lic-south;acme' }).click()
  await page.getByRole('button', { name: 'As in the log' }).click()
  await expect(page.getByRole('link', { name: 'lic-south;acme' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByRole('link', { name: 'South CAD' })).toBeVisible()
})

test('a changed time zone is explained before, and the log is read on the new clock', async ({ page }) => {
  await openSource(page, 'lic-away')
  await expect(fact(page, 'Period')).toContainText('2024-03-04 06:00')
  await page.getByRole('button', { name: 'Change…' }).click()
  const zone = page.getByRole('textbox', { name: 'Time zone of the log' })
  await expect(zone.or(page.getByRole('combobox', { name: 'Time zone of the log' }))).toBeFocused()
  await page.keyboard.type('Kolkata')
  await page.getByRole('option', { name: 'Asia/Kolkata' }).click()
  await expect(page.getByRole('region', { name: 'Change the time zone' })).toContainText('counted anew')
  await expect(page.getByRole('region', { name: 'Change the time zone' })).toContainText(
    'Every duration stays the same',
  )
  await page.getByRole('button', { name: 'Change time zone' }).click()
  await expect(page.getByRole('region', { name: 'Change the time zone' })).toBeHidden()
  await expect(fact(page, 'Time zone')).toContainText('Asia/Kolkata')
  await expect(fact(page, 'Numbers')).toHaveText('Up to date')
  await expect(fact(page, 'Period')).toContainText('2024-03-04 06:00')
  await expect(runs(page).nth(2)).toContainText('4 h')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(fact(page, 'Time zone')).toContainText('Europe/Berlin')
  await expect(fact(page, 'Numbers')).toHaveText('Up to date')
})

test('a source is opened, looked at, renamed and asked away with the keyboard alone', async ({ page }) => {
  await goTo(page, '/sources')
  await expect(page.getByRole('link', { name: 'lic-north', exact: true })).toBeVisible()
  await tabTo(page, 'lic-north')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'lic-north' })).toBeVisible()
  await expect(timeLine(page)).toBeVisible()

  await tabTo(page, 'Change…')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Change the time zone' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Change the time zone' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Change…' })).toBeFocused()

  await tabTo(page, 'Time line of observed runs')
  await page.keyboard.press('Enter')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', /^Tue 2024-03-05/)

  await tabTo(page, 'Rename: Shown name of lic-north;acme')
  await page.keyboard.press('Enter')
  await page.keyboard.type('half')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Rename: Shown name of lic-north;acme' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('North')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'North', exact: true })).toBeVisible()

  await page
    .getByRole('button', { name: 'Show use' })
    .or(page.getByRole('link', { name: 'Show use' }))
    .focus()
  await tabTo(page, 'Remove source…')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Type lic-north to confirm' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Remove source…' })).toBeFocused()
})

test('a source is removed after its name was typed, with all that it brought', async ({ page }) => {
  await openSource(page, 'lic-away')
  await page.getByRole('button', { name: 'Remove source…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove lic-away?' })
  await expect(dialog).toContainText('of 1 file')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Remove source…' }).click()
  await expect(dialog.getByRole('button', { name: 'Remove source' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Type lic-away to confirm' }).fill('lic-away')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'lic-away' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'lic-north' })).toBeVisible()
})

test('a source that is not there says so', async ({ page, faults }) => {
  faults.expect(/4711/)
  await goTo(page, '/sources/4711')
  await expect(page.getByRole('heading', { level: 1, name: 'This source is not there any more' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all sources' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
})
