import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { growLog, someUse, startBlock, useAllDay, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import {
  dropFiles,
  expectImported,
  figure,
  importPaths,
  openReportOf,
  pastImport,
  removeImport,
} from './pages/import-page.ts'

test.beforeEach(async ({ page }) => {
  await goTo(page, '/import')
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
})

test('files dropped on the window are imported, from whichever page', async ({ page, isElectron }) => {
  test.skip(isElectron, 'the window takes the path of a dropped file, which a made-up drop has not')
  await goTo(page, '/reports')
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible()
  await dropFiles(page, [
    { name: 'dropped.log', content: `${[...startBlock('lic-drop', '3/4/2024'), ...someUse].join('\n')}\n` },
    { name: 'empty.log', content: '' },
  ])
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
  await expectImported(page, 'dropped.log', '10 lines read, 5 of them checkouts')
  await expectImported(page, 'empty.log', 'empty')
  await expect(page.getByTestId('drop-target')).toBeHidden()
})

test('chosen files are imported', async ({ page, workplace, chooseFiles }) => {
  const one = writeLog(workplace.folder, 'chosen-1.log', [...startBlock('lic-choose', '3/4/2024'), ...someUse])
  const two = writeLog(workplace.folder, 'chosen-2.log', [...startBlock('lic-choose', '3/5/2024'), ...someUse])
  await chooseFiles(() => page.getByRole('button', { name: 'Import files…' }).click(), [one, two])
  await expectImported(page, 'chosen-1.log', '10 lines read')
  await expectImported(page, 'chosen-2.log', '10 lines read')
})

test('a path is read where it lies, and the report shows what was rejected and why', async ({ page, workplace }) => {
  const torn = Array.from({ length: 25 }, (_, i) => `torn line ${i + 1} without a time`)
  const path = writeLog(workplace.folder, 'torn.log', [
    ...startBlock('lic-torn', '3/4/2024'),
    ...useAllDay,
    ...torn,
    '20:00:00 (acme) OUT: "draft" nobody-at-nowhere',
  ])
  await importPaths(page, [path])
  await expectImported(page, 'torn.log', '75 lines read, 44 of them checkouts')
  await openReportOf(page, 'torn.log')

  await expect(figure(page, 'Lines read')).toHaveText('75')
  await expect(figure(page, 'Facts')).toHaveText('44')
  await expect(figure(page, 'Rejected')).toHaveText('26')
  await expect(figure(page, 'Server')).toHaveText('lic-torn')
  await expect(figure(page, 'Vendor daemons')).toHaveText('acme')
  await expect(figure(page, 'Path')).toHaveText(path)

  const rejected = page.getByRole('region', { name: 'Rejected lines' })
  const reasons = rejected.getByRole('button')
  await expect(reasons).toHaveCount(2)
  const most = reasons.filter({ hasText: '25' })
  await expect(most).toHaveAttribute('aria-expanded', 'true')
  const examples = rejected.getByRole('region', { name: 'Examples' })
  await expect(examples.getByRole('row').filter({ hasText: 'torn line 1 without a time' })).toContainText('50')
  // The header is there for those who hear it.
  await expect(examples.getByRole('row')).toHaveCount(21)
  await expect(rejected).toContainText('The first 20 of 25.')
  await reasons.filter({ hasNotText: '25' }).click()
  await expect(rejected).toContainText('nobody-at-nowhere')
  await expect(page.getByRole('region', { name: 'Lines by kind' })).toBeVisible()
})

test('the log that has grown adds its tail, and the same again nothing', async ({ page, workplace }) => {
  const path = writeLog(workplace.folder, 'grown.log', [...startBlock('lic-grow', '3/4/2024'), ...someUse])
  await importPaths(page, [path])
  await expectImported(page, 'grown.log', '10 lines read')

  growLog(path, ['10:00:00 (acme) OUT: "draft" ann@ws1  ', '11:00:00 (acme) IN: "draft" ann@ws1  '])
  await importPaths(page, [path])
  await expectImported(page, 'grown.log', '2 new lines at the end of grown.log')

  await importPaths(page, [path])
  await expect(pastImport(page, 'grown.log').filter({ hasText: 'Nothing new' })).toHaveCount(1)
  await expect(pastImport(page, 'grown.log')).toHaveCount(3)
})

test('a file that is not what its name says is refused, with the reason', async ({ page, workplace, chooseFiles }) => {
  const path = join(workplace.folder, 'manual.log')
  writeFileSync(path, '%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\n')
  await chooseFiles(() => page.getByRole('button', { name: 'Import files…' }).click(), [path])
  await expectImported(page, 'manual.log', 'PDF')
  await expect(pastImport(page, 'manual.log')).toContainText('Nothing was stored.')
  await expect(pastImport(page, 'manual.log').getByRole('img', { name: 'Refused' })).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'manual.log was not imported' })).toBeVisible()
})

test('a path that does not exist is listed with the reason', async ({ page, workplace }) => {
  await importPaths(page, [join(workplace.folder, 'not-there.log')])
  await expectImported(page, 'not-there.log', 'there is no such file')
})

test('a log that does not name its server is asked about, and the answer names it', async ({ page, workplace }) => {
  const path = writeLog(workplace.folder, 'nameless.log', [
    ' 7:00:00 (lmgrd) TIMESTAMP 7/1/2024',
    ' 8:00:00 (globex) OUT: "cast" zoe@ws9  ',
    ' 9:00:00 (globex) IN: "cast" zoe@ws9  ',
  ])
  await importPaths(page, [path])
  const question = page.getByRole('region', { name: /Which servers? wrote/ })
  const field = question.getByRole('textbox', { name: 'Name of the licence server that wrote nameless.log' })
  await field.fill('lic-answered')
  await question.getByRole('button', { name: 'Set server' }).click()
  await expect(pastImport(page, 'nameless.log')).toContainText('lic-answered')
  await expect(field).toBeHidden()
})

test('removing an import asks, and takes what it brought', async ({ page, workplace }) => {
  const path = writeLog(workplace.folder, 'leaving.log', [...startBlock('lic-leave', '3/4/2024'), ...someUse])
  await importPaths(page, [path])
  await expectImported(page, 'leaving.log', '10 lines read')
  const dialog = await removeImport(page, 'leaving.log')
  await expect(dialog).toContainText('5 facts')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect(pastImport(page, 'leaving.log')).toHaveCount(1)

  await (await removeImport(page, 'leaving.log')).getByRole('button', { name: 'Remove import' }).click()
  await expect(pastImport(page, 'leaving.log')).toHaveCount(0)
  await goTo(page, '/sources')
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('lic-leave')
})
