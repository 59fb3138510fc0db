import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { choose, header, settled, shownColumns } from './pages/report-page.ts'
import { breadcrumb, findInPalette } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 5))] } })

const busy = '/reports/51?by=day&group=Feature&period=last-3&measure=Max in use&where.Feature=draft&where.Feature=mesh'

const views = (page: Page) => page.getByRole('region', { name: 'Saved views' })
const view = (page: Page, name: string) => views(page).getByRole('link', { name, exact: false })

const open = async (page: Page, path: string): Promise<void> => {
  await goTo(page, path)
  await settled(page)
}

const saveAs = async (page: Page, name: string): Promise<void> => {
  await views(page).getByRole('button', { name: 'Save this report as a view' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Save the view' }).click()
  await expect(view(page, name)).toBeVisible()
}

const change = async (page: Page, name: string, item: string | RegExp): Promise<void> => {
  await views(page)
    .getByRole('button', { name: `Change ${name}` })
    .click()
  await page.getByRole('menuitem', { name: item }).click()
}

// Many steps, and what was left is taken away afterwards.
test.beforeEach(() => test.setTimeout(120_000))

/** Every view of the file goes: each test begins with none. */
test.afterEach(async ({ page }) => {
  await open(page, '/reports/51?by=day&group=Feature')
  for (let left = await views(page).getByRole('link').count(); left > 0; left--) {
    const [first] = await views(page).getByRole('link').all()
    await first?.locator('xpath=following-sibling::button').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(views(page).getByRole('link')).toHaveCount(left - 1)
  }
})

test('a report is saved with its arrangement, says when it differs, and is put back or saved again', async ({
  page,
}) => {
  await open(page, busy)
  await header(page, 'Feature').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Pin left' }).click()
  await expect.poll(() => shownColumns(page)).toEqual(['Feature', 'Time', 'Max in use'])
  await saveAs(page, 'Busy features')
  await expect(view(page, 'Busy features')).toHaveAttribute('aria-current', 'true')
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('Busy features')

  await choose(page, 'Resolution', 'Hour')
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('Busy features (changed)')
  await expect(views(page).getByText('Busy features differs from what was saved.')).toBeVisible()
  await views(page).getByRole('button', { name: 'Revert' }).click()
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('Busy features')
  await expect(page.getByRole('radio', { name: 'Day' })).toBeChecked()

  // The arrangement of the table is part of it too, and a draft of it outlives a reload.
  await header(page, 'Max in use').click()
  await expect(views(page).getByText('differs from what was saved')).toBeVisible()
  await page.reload()
  await settled(page)
  await expect(header(page, 'Max in use')).toHaveAttribute('aria-sort', 'ascending')
  await views(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(views(page).getByText('differs from what was saved')).toBeHidden()

  // The type itself keeps the arrangement it had.
  await open(page, '/reports/51?by=day&group=Feature&measure=Max in use')
  expect((await shownColumns(page))[0]).toBe('Feature')
  await expect(header(page, 'Max in use')).toHaveAttribute('aria-sort', 'none')
})

test('a view opens by its address and from the palette', async ({ page }) => {
  await open(page, busy)
  await saveAs(page, 'Busy features')
  const id = new URL(page.url()).hash.split('view=')[1]
  await open(page, '/reports/84?by=total&group=User name')
  await goTo(page, `/reports/51?view=${id}`)
  await settled(page)
  await expect(page).toHaveURL(/period=last-3/)
  await expect(view(page, 'Busy features')).toHaveAttribute('aria-current', 'true')

  await goTo(page, '/overview')
  await (await findInPalette(page, 'busy', 'Busy features')).click()
  await settled(page)
  await expect(page).toHaveURL(/where.Feature=draft/)

  await goTo(page, '/reports/51?view=gone')
  await expect(page.getByRole('alert').filter({ hasText: 'It does not exist any more' })).toBeVisible()
  await settled(page)
})

test('views are renamed, duplicated, pinned, and deleted for ten seconds only', async ({ page }) => {
  await open(page, busy)
  await saveAs(page, 'Busy features')
  await change(page, 'Busy features', 'Duplicate…')
  await page.getByRole('button', { name: 'Duplicate the view' }).click()
  await expect(view(page, 'Busy features copy')).toBeVisible()

  await change(page, 'Busy features copy', 'Rename…')
  await page.getByRole('textbox', { name: 'Name' }).fill('busy FEATURES')
  await page.getByRole('button', { name: 'Rename the view' }).click()
  await expect(page.getByText('A saved view named Busy features exists already.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Name' }).fill('Weekly look')
  await page.keyboard.press('Enter')
  await expect(view(page, 'Weekly look')).toBeVisible()

  await change(page, 'Weekly look', 'Pin to the top')
  await expect(views(page).getByRole('link').first()).toContainText('Weekly look')

  await change(page, 'Weekly look', 'Delete')
  await expect(view(page, 'Weekly look')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(views(page).getByRole('link').first()).toContainText('Weekly look')
})

test('views go to a file and come back; what is wrong with a file is said', async ({ page, savedBy, workplace }) => {
  await open(page, busy)
  await saveAs(page, 'Busy features')
  const path = await savedBy(() => change(page, 'Busy features', 'Export'))
  const text = readFileSync(path, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ lictor: 'saved views', views: [{ name: 'Busy features' }] })

  const importFile = async (name: string, content: string): Promise<void> => {
    const file = join(workplace.folder, name)
    writeFileSync(file, content)
    const chooser = page.waitForEvent('filechooser')
    await views(page).getByRole('button', { name: 'Import or export saved views' }).click()
    await page.getByRole('menuitem', { name: 'Import views from a file…' }).click()
    await (await chooser).setFiles(file)
  }
  await importFile('views.json', text)
  const question = page.getByRole('dialog', { name: '1 name is taken' })
  await expect(question).toContainText('Busy features')
  await expectAccessible(page, 'the question about taken names', 'Light', '[role="dialog"]')
  await question.getByRole('button', { name: 'Keep both' }).click()
  await expect(view(page, 'Busy features (2)')).toBeVisible()

  await importFile('broken.json', text.replace('"by": "day"', '"by": "decade"'))
  await expect(page.getByRole('alert').filter({ hasText: 'view 1 (Busy features) › shape › by' })).toBeVisible()
  await expect(views(page).getByRole('link')).toHaveCount(2)
})

test('the list, its menus and its dialog have no serious finding', async ({ page }) => {
  await open(page, busy)
  await saveAs(page, 'Busy features')
  await choose(page, 'Resolution', 'Hour')
  await expect(views(page).getByText('differs from what was saved')).toBeVisible()
  await expectAccessible(page, 'a report with a changed view', 'Light')
  await views(page).getByRole('button', { name: 'Save as…' }).click()
  await expectAccessible(page, 'the question for a name', 'Light', '[role="dialog"]')
  await page.keyboard.press('Escape')
})
