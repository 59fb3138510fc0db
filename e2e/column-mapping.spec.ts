import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { dropFiles, expectImported, figure, importPaths, openReportOf, pastImport } from './pages/import-page.ts'
import { tabTo } from './pages/keyboard.ts'
import { chooseTheme } from './pages/shell.ts'

/** Columns that nobody documents, days before months, and one row that is no event. */
const tableOf = (user: string, header = 'Date;Action;Tool;Who;Workplace'): string =>
  [
    header,
    `14/3/2024 08:00;Checkout;Draft;${user};ws1`,
    `14/3/2024 09:30;Checkin;Draft;${user};ws1`,
    `14/3/2024 10:00;Refused;Mesh;${user};ws1`,
    `soon;Checkout;Draft;${user};ws1`,
    '',
  ].join('\n')

const dialogOf = (page: Page, fileName: string): Locator => page.getByRole('dialog', { name: `Columns of ${fileName}` })

const select = (dialog: Locator, label: string): Locator =>
  dialog
    .getByRole('combobox', { name: label })
    .or(dialog.getByRole('textbox', { name: label }))
    .first()

const choose = async (page: Page, dialog: Locator, label: string, option: string): Promise<void> => {
  await select(dialog, label).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

const outcome = (dialog: Locator): Locator => dialog.getByRole('region', { name: 'What will be read' })

test.beforeEach(async ({ page }) => {
  await goTo(page, '/import')
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
})

test('a dropped table with columns of its own asks for them, and its like is known from then on', async ({
  page,
  isElectron,
}) => {
  test.skip(isElectron, 'the window takes the path of a dropped file, which a made-up drop has not')
  await dropFiles(page, [{ name: 'march.csv', content: tableOf('ann') }])
  const dialog = dialogOf(page, 'march.csv')
  await expect(dialog).toBeVisible()

  const rows = dialog.getByRole('region', { name: 'First rows of the file' })
  await expect(rows.getByRole('columnheader', { name: /^Tool/ })).toContainText('not used')
  await expect(rows.getByRole('row')).toHaveCount(5)
  await expect(outcome(dialog)).toContainText('Choose a column for feature first.')
  const importIt = dialog.getByRole('button', { name: 'Import with these columns' })
  await expect(importIt).toBeDisabled()

  await choose(page, dialog, 'Feature', 'Tool')
  await expect(outcome(dialog)).toContainText('Of 4 rows, 3 can be read: 1 out, 1 in, 1 denied.')
  await expect(outcome(dialog)).toContainText('The time is not a time, 1 row.')
  await expect(outcome(dialog)).toContainText('Line 5: soon;Checkout;Draft;ann;ws1')
  await expect(rows.getByRole('columnheader', { name: /^Tool/ })).toContainText('feature')

  await choose(page, dialog, '3/4/2024 is', 'the fourth of March')
  await expect(outcome(dialog)).toContainText('Of 4 rows, none can be read.')
  await expect(importIt).toBeDisabled()
  await choose(page, dialog, '3/4/2024 is', 'the third of April')
  await choose(page, dialog, 'User', 'Who')
  await choose(page, dialog, 'Host', 'Workplace')
  await importIt.click()
  await expect(dialog).toBeHidden()
  await expectImported(page, 'march.csv', '5 lines read, 3 of them')
  await expect(pastImport(page, 'march.csv')).toHaveCount(1)

  await dropFiles(page, [{ name: 'april.csv', content: tableOf('zoe') }])
  await expectImported(page, 'april.csv', '5 lines read, 3 of them')
  await expect(dialogOf(page, 'april.csv')).toBeHidden()
})

test('the columns are told from the report of the import, with the keyboard, and hold when the file grows', async ({
  page,
  workplace,
}) => {
  const path = join(workplace.folder, 'tools.csv')
  writeFileSync(path, tableOf('kim', 'Date;Action;Item;Who;Workplace'))
  await importPaths(page, [path])
  const dialog = dialogOf(page, 'tools.csv')
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('region', { name: 'Which column is which?' })).toContainText('tools.csv')

  await openReportOf(page, 'tools.csv')
  await tabTo(page, 'Map columns…')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeVisible()
  await select(dialog, 'Feature').focus()
  await page.keyboard.type('Item')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(outcome(dialog)).toContainText('Of 4 rows, 3 can be read')
  await dialog.getByRole('button', { name: 'Import with these columns' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(figure(page, 'Facts')).toHaveText('3')
  await expect(figure(page, 'Rejected')).toHaveText('1')

  appendFileSync(path, '15/3/2024 08:00;Checkout;Draft;kim;ws1\n')
  await goTo(page, '/import')
  await importPaths(page, [path])
  await expectImported(page, 'tools.csv', '1 new line at the end of tools.csv')
})

test('what Autodesk calls otherwise is told, and other columns may be chosen later', async ({ page, workplace }) => {
  const path = join(workplace.folder, 'cloud.csv')
  writeFileSync(
    path,
    'Tag,Werkzeug,Konto,Marken\n2024-03-04,Draw,ines@example.com,6\n2024-03-05,Draw,jan@example.com,2.5\n',
  )
  await importPaths(page, [path])
  const dialog = dialogOf(page, 'cloud.csv')
  await choose(page, dialog, 'The rows are', 'Autodesk token and seat usage (CSV)')
  await choose(page, dialog, 'Date', 'Tag')
  await choose(page, dialog, 'Feature', 'Werkzeug')
  await choose(page, dialog, 'Tokens', 'Marken')
  await expect(outcome(dialog)).toContainText('Of 2 rows, all can be read: 2 tokens.')
  await dialog.getByRole('button', { name: 'Import with these columns' }).click()
  await expectImported(page, 'cloud.csv', '3 lines read, 2 of them')

  await pastImport(page, 'cloud.csv').getByRole('button', { name: 'Actions for cloud.csv' }).click()
  await page.getByRole('menuitem', { name: 'Map columns…' }).click()
  await expect(dialog).toContainText('These are the columns of the last import.')
  await choose(page, dialog, 'User', 'Konto')
  await choose(page, dialog, 'Tokens', 'None')
  await expect(outcome(dialog)).toContainText('all can be read: 2 seat.')
  await dialog.getByRole('button', { name: 'Import with these columns' }).click()
  await expect(dialog).toBeHidden()
  await expectImported(page, 'cloud.csv', '3 lines read, 2 of them')
  await expect(pastImport(page, 'cloud.csv')).toHaveCount(1)
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`the dialog has no serious finding (${theme.toLowerCase()})`, async ({ page, workplace }) => {
    await chooseTheme(page, theme)
    await goTo(page, '/import')
    const name = `${theme}.csv`
    writeFileSync(join(workplace.folder, name), tableOf('ann', `${theme};Action;Item;Who;Workplace`))
    await importPaths(page, [join(workplace.folder, name)])
    await expect(dialogOf(page, name)).toBeVisible()
    await choose(page, dialogOf(page, name), 'Time', theme)
    await choose(page, dialogOf(page, name), 'Feature', 'Item')
    await expect(outcome(dialogOf(page, name))).toContainText('Of 4 rows')
    await expectAccessible(page, 'columns of a table', theme, '[role="dialog"]')
    await page.keyboard.press('Escape')
    await expectAccessible(page, 'import with a table to be mapped', theme)
  })
}
