import { expect } from '@playwright/test'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { removeImport } from './pages/import-page.ts'
import { settled } from './pages/report-page.ts'
import { chooseTheme, openNotices, openRunningWork, palette } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 3))] } })

for (const theme of ['Light', 'Dark'] as const) {
  test(`nothing that opens over a page has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    const closed = async () => {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await openNotices(page)
    await expectAccessible(page, 'notices', theme, '[role="dialog"]')
    await closed()
    await openRunningWork(page)
    await expectAccessible(page, 'running work', theme, '[role="dialog"]')
    await closed()
    await page.keyboard.press('ControlOrMeta+k')
    await palette(page).getByRole('button').first().waitFor()
    await expectAccessible(page, 'palette', theme, '[role="dialog"]')
    await closed()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, 'shortcuts', theme, '[role="dialog"]')
    await closed()

    await goTo(page, '/reports/51?by=day&group=Feature')
    await settled(page)
    await page.getByRole('button', { name: /^Period/ }).click()
    await expectAccessible(page, 'period', theme)
    await closed()
    await page.getByRole('button', { name: 'Choose columns' }).click()
    await expectAccessible(page, 'columns', theme, '[role="dialog"]')
    await closed()
    await page
      .getByRole('combobox', { name: 'Data type' })
      .or(page.getByRole('textbox', { name: 'Data type' }))
      .click()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await expectAccessible(page, 'data types', theme, '[role="listbox"]')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menu').waitFor()
    await expectAccessible(page, 'export', theme, '[role="menu"]')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show as a table' }).click()
    await expectAccessible(page, 'chart as a table', theme)

    await goTo(page, '/import')
    await page.getByRole('button', { name: 'Options' }).click()
    await (await removeImport(page, 'site.log')).waitFor()
    await expectAccessible(page, 'remove an import', theme, '[role="dialog"]')
  })
}
