import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { growLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { pastImport } from './pages/import-page.ts'

const section = (page: Page): Locator => page.getByRole('region', { name: 'Watched folders' })
const entry = (page: Page, path: string): Locator => section(page).getByRole('row').filter({ hasText: path })
/** The cell of an entry under a heading. */
const lines = (page: Page, path: string): Locator => entry(page, path).getByRole('cell').nth(3)

const act = async (page: Page, path: string, action: string): Promise<void> => {
  await entry(page, path)
    .getByRole('button', { name: `Actions for ${path}` })
    .click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

test('a watched folder is imported as it grows, over a rotation, and not while it is paused', async ({
  page,
  workplace,
}) => {
  const folder = join(workplace.folder, 'flexlm')
  mkdirSync(folder)
  const log = writeLog(folder, 'lmgrd.log', [...startBlock('lic-watch', '3/4/2024'), ...someUse])
  await goTo(page, '/import')
  await expect(section(page)).toContainText('they are imported as they grow')
  await expectAccessible(page, 'nothing watched', 'Light')

  await section(page).getByRole('button', { name: 'Watch a folder…' }).click()
  const form = page.getByRole('form', { name: 'Watch a folder or file' })
  await form.getByRole('textbox', { name: 'Folder or file' }).fill(join(workplace.folder, 'nowhere'))
  await form.getByRole('button', { name: 'Watch' }).click()
  await expect(form).toContainText('There is no')
  await form.getByRole('textbox', { name: 'Folder or file' }).fill(folder)
  await form.getByRole('textbox', { name: 'File names' }).fill('lmgrd*')
  await form.getByRole('combobox', { name: 'Look every' }).click()
  await page.getByRole('option', { name: '5 s' }).click()
  await expectAccessible(page, 'the form', 'Light')
  await form.getByRole('button', { name: 'Watch' }).click()
  await expect(page.getByRole('status').filter({ hasText: '1 file matches' })).toBeVisible()

  await expect(entry(page, folder)).toContainText('Watching')
  await expect(lines(page, folder)).toHaveText('10', { timeout: 20_000 })
  growLog(log, ['10:00:00 (acme) OUT: "draft" cyd@ws3  ', '10:30:00 (acme) IN: "draft" cyd@ws3  '])
  await expect(lines(page, folder)).toHaveText('12', { timeout: 20_000 })
  await expect(pastImport(page, 'lmgrd.log')).toHaveCount(1)
  await expect(pastImport(page, 'lmgrd.log')).toContainText('Grown 1 time')

  renameSync(log, `${log}.1`)
  writeLog(folder, 'lmgrd.log', ['11:00:00 (lmgrd) TIMESTAMP 3/4/2024', '11:10:00 (acme) OUT: "mesh" ann@ws1  '])
  await expect(lines(page, folder)).toHaveText('14', { timeout: 20_000 })
  await expect(entry(page, folder)).toContainText('2 files')
  await expect(pastImport(page, 'lmgrd.log.1')).toHaveCount(1)

  await act(page, folder, 'Pause')
  await expect(entry(page, folder)).toContainText('Paused')
  growLog(join(folder, 'lmgrd.log'), ['11:40:00 (acme) IN: "mesh" ann@ws1  '])
  await act(page, folder, 'Look now')
  await expect(lines(page, folder)).toHaveText('15')
  await expect(entry(page, folder)).toContainText('Paused')
  await act(page, folder, 'Resume')
  await expect(entry(page, folder)).toContainText('Watching')
})

test('what could not be imported is told of the file; the entry is removed and taken back', async ({
  page,
  workplace,
}) => {
  const folder = join(workplace.folder, 'mixed')
  mkdirSync(folder)
  writeLog(folder, 'letter.txt', ['Dear reader,', 'this is no log.'])
  await goTo(page, '/import')
  await section(page).getByRole('button', { name: 'Watch a folder…' }).click()
  const form = page.getByRole('form', { name: 'Watch a folder or file' })
  await form.getByRole('textbox', { name: 'Folder or file' }).fill(folder)
  await page.keyboard.press('Enter')
  await expect(entry(page, folder)).toContainText('1 refused', { timeout: 20_000 })
  await entry(page, folder)
    .getByRole('button', { name: `Files of ${folder}` })
    .click()
  const files = page.getByRole('dialog', { name: `Files of ${folder}` })
  await expect(files.getByRole('row').filter({ hasText: 'letter.txt' })).toContainText('Refused')
  await expectAccessible(page, 'files of a watched folder', 'Light', '[role=dialog]')
  await page.keyboard.press('Escape')

  await act(page, folder, 'Remove')
  await expect(entry(page, folder)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(entry(page, folder)).toContainText('Watching')
  await expectAccessible(page, 'watched folders', 'Light')
})
