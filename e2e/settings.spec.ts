import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { choose, settled } from './pages/report-page.ts'
import { rail } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 3))] } })

const row = (page: Page, name: string) => page.locator(`[data-setting="${name}"]`)

const open = async (page: Page, section = ''): Promise<void> => {
  await goTo(page, `/settings${section}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
}

test('a number is saved on Enter, and its default is one press away', async ({ page }) => {
  await open(page)
  const field = page.getByRole('textbox', { name: 'Longest wait in a queue' })
  await field.fill('4')
  await page.keyboard.press('Enter')
  await expect(row(page, 'queueHours')).toContainText('Saved')
  await page.reload()
  await expect(field).toHaveValue('4 hours')
  await page.getByRole('button', { name: 'Use default: Longest wait in a queue' }).click()
  await expect(field).toHaveValue('8 hours')
  await expect(page.getByRole('button', { name: 'Use default: Longest wait in a queue' })).toHaveCount(0)
})

test('half-typed input stays while other pages are shown, and is told what is wrong with it', async ({ page }) => {
  await open(page)
  const zone = page
    .getByRole('textbox', { name: 'Time zone of reports' })
    .or(page.getByRole('combobox', { name: 'Time zone of reports' }))
  await zone.fill('Europe/Berl')
  await rail(page).getByRole('link', { name: 'Sources' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await rail(page).getByRole('link', { name: 'Settings' }).click()
  await expect(zone).toHaveValue('Europe/Berl')
  await expect(row(page, 'reportZone').getByRole('alert')).toContainText('not a known time zone')
  await zone.focus()
  await page.keyboard.press('Escape')
  await expect(zone).toHaveValue('')
  await expect(row(page, 'reportZone').getByRole('alert')).toHaveCount(0)
})

test('what another window changed meanwhile is told, and nothing is overwritten unasked', async ({ page, served }) => {
  await open(page)
  const other = await page.context().newPage()
  await other.goto(`${served.origin}/#/settings`)
  const mine = page.getByRole('textbox', { name: 'Customer ID' })
  const theirs = other.getByRole('textbox', { name: 'Customer ID' })
  await mine.fill('mine')
  await theirs.fill('theirs')
  await theirs.press('Enter')
  await expect(row(other, 'customerId')).toContainText('Saved')
  const alert = row(page, 'customerId').getByRole('alert')
  await expect(alert).toContainText('Another window changed this meanwhile: theirs')
  await mine.press('Enter')
  await expect(alert).toBeVisible()
  await expect(theirs).toHaveValue('theirs')
  await alert.getByRole('button', { name: 'Keep mine' }).click()
  await expect(theirs).toHaveValue('mine')

  await mine.fill('mine again')
  await theirs.fill('')
  await theirs.press('Enter')
  await alert.getByRole('button', { name: 'Take theirs' }).click()
  await expect(mine).toHaveValue('')
  await other.close()
})

test('prime time: the week is previewed while it is typed, saved as a whole, and told apart in reports', async ({
  page,
}) => {
  await open(page, '/working-hours')
  const section = row(page, 'primeTime')
  await section.getByRole('switch', { name: 'Tell prime time from other time' }).click()
  await expect(section).toContainText('50 of 168 hours')
  await section.getByRole('textbox', { name: 'Friday, hours' }).fill('8-12, 13')
  await expect(section).toContainText('“13” is not a time from and to')
  await section.getByRole('button', { name: 'Save prime time' }).click()
  await expect(section.getByRole('alert')).toContainText('cannot be read yet')
  await section.getByRole('textbox', { name: 'Friday, hours' }).fill('8-12, 13-15:30')
  await expect(section).toContainText('46.50 of 168 hours')
  await section.getByRole('textbox', { name: 'Days off' }).fill('2024-03-05 Works outing')

  // Not saved, not lost.
  await rail(page).getByRole('link', { name: 'Import' }).click()
  await open(page, '/working-hours')
  await expect(section.getByRole('textbox', { name: 'Friday, hours' })).toHaveValue('8-12, 13-15:30')
  await expect(section).toContainText('Not saved yet')
  await section.getByRole('button', { name: 'Save prime time' }).click()
  await expect(section).toContainText('Saved')
  await expect(section).not.toContainText('Not saved yet')
  await page.reload()
  await expect(section.getByRole('textbox', { name: 'Friday, hours' })).toHaveValue('08:00–12:00, 13:00–15:30')

  await goTo(page, `/reports/51?by=total&group=${encodeURIComponent('Prime time (deprecated)')}`)
  await settled(page)
  await expect(page.getByRole('gridcell', { name: 'non-prime', exact: true }).first()).toBeVisible()
  await expect(page.getByRole('gridcell', { name: 'prime', exact: true }).first()).toBeVisible()

  await open(page, '/working-hours')
  await page.getByRole('button', { name: 'Use default: Prime time' }).click()
  await expect(section.getByRole('switch')).not.toBeChecked()
})

test('days off come from a calendar file', async ({ page, workplace }) => {
  const path = join(workplace.folder, 'off.ics')
  writeFileSync(
    path,
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20241224',
      'DTEND;VALUE=DATE:20241227',
      'SUMMARY:Works closed',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n'),
  )
  await open(page, '/working-hours')
  const section = row(page, 'primeTime')
  await section.getByRole('switch', { name: 'Tell prime time from other time' }).click()
  await section.getByRole('textbox', { name: 'Days off' }).fill('12-31 New Year’s Eve')
  const asked = page.waitForEvent('filechooser')
  await section.getByRole('button', { name: 'Add from a file…' }).click()
  await (await asked).setFiles(path)
  await expect(section.getByRole('textbox', { name: 'Days off' })).toHaveValue(
    '12-31 New Year’s Eve\n2024-12-24 Works closed\n2024-12-25 Works closed\n2024-12-26 Works closed',
  )
  await expect(section.getByText('3 days off read.')).toBeVisible()
  await section.getByRole('button', { name: 'Discard changes' }).click()
  await expect(section.getByRole('switch')).not.toBeChecked()
})

test('nothing is removed without a preview and a question', async ({ page }) => {
  await open(page, '/data')
  const section = row(page, 'retentionMonths')
  const field = page.getByRole('textbox', { name: 'Keep days for' })
  await field.fill('1200')
  await expect(section).toContainText('Nothing is that old yet.')
  await field.fill('1')
  await expect(section).toContainText(/Now would go: 3 days of lic-site/)
  await section.getByRole('button', { name: 'Remove and save…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove what is older than 1 month?' })
  await expect(dialog).toContainText('3 days of lic-site')
  await dialog.getByRole('button', { name: 'Keep them' }).click()
  await expect(dialog).toBeHidden()
  await section.getByRole('button', { name: 'Discard' }).click()
  await expect(field).toHaveValue('0 months')
})

test('the theme is chosen with the keyboard alone', async ({ page }) => {
  await open(page, '/appearance')
  await choose(page, 'Theme', 'Dark')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.keyboard.press('ArrowLeft')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  await page.getByRole('button', { name: 'Use default: Theme' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Use default: Theme' })).toHaveCount(0)
})

test('a backup is written while the console runs; what cannot be written is said', async ({ page }) => {
  await open(page, '/data')
  const path = page.getByRole('textbox', { name: 'Backup' })
  const target = (await path.inputValue()).replace(/[^/]+$/, 'copy.db')
  await path.fill('copy.db')
  await page.getByRole('button', { name: 'Write a backup' }).click()
  await expect(page.getByText('copy.db is not a whole path')).toBeVisible()
  await path.fill(target)
  await page.getByRole('button', { name: 'Write a backup' }).click()
  await expect(page.getByText(`Wrote the backup ${target}`)).toBeVisible()
  expect(statSync(target).size).toBeGreaterThan(10_000)
})
