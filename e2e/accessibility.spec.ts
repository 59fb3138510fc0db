import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { siteLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { expect, goTo, test } from './fixtures/test.ts'
import { settled } from './pages/report-page.ts'
import { chooseTheme, openNotices, openRunningWork, palette } from './pages/shell.ts'

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 3)),
      writeLog(folder, 'torn.log', [...startBlock('lic-torn', '3/4/2024'), ...someUse, 'torn', 'torn again']),
    ],
  },
})

/** What stands in the way of somebody: serious and critical findings, each with where it is. */
const expectAccessible = async (page: Page, where: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.any.map(({ message }) => message).join('; ')}`))
  expect.soft(grave, where).toEqual([])
}

const heading = (page: Page, level = 1) => page.getByRole('heading', { level }).first().waitFor()

const pages: readonly (readonly [path: string, ready: (page: Page) => Promise<void>])[] = [
  ['/overview', heading],
  ['/reports', heading],
  ['/import', heading],
  ['/import/2', heading],
  ['/sources', heading],
  ['/settings', heading],
  ['/reports/51?by=day&group=Feature', settled],
  ['/reports/51?by=day&group=Feature&chart=levels', settled],
  ['/reports/52?by=total&group=Feature', settled],
  ['/reports/84?by=total&group=Feature', settled],
  ['/reports/51?records=1', settled],
  ['/reports/34', (page) => heading(page, 2)],
  ['/no/such/page', (page) => page.getByRole('link', { name: 'Go to the overview' }).waitFor()],
]

for (const theme of ['Light', 'Dark'] as const) {
  test(`no page with data has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    await chooseTheme(page, theme)
    for (const [path, ready] of pages) {
      await goTo(page, path)
      await ready(page)
      await expectAccessible(page, `${path}, ${theme}`)
    }
  })

  test(`nothing that opens over a page has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    await chooseTheme(page, theme)
    const closed = async () => {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await openNotices(page)
    await expectAccessible(page, 'notices')
    await closed()
    await openRunningWork(page)
    await expectAccessible(page, 'running work')
    await closed()
    await page.keyboard.press('ControlOrMeta+k')
    await palette(page).getByRole('button').first().waitFor()
    await expectAccessible(page, 'palette')
    await closed()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, 'shortcuts')
    await closed()

    await goTo(page, '/reports/51?by=day&group=Feature')
    await settled(page)
    await page.getByRole('button', { name: /^Period/ }).click()
    await expectAccessible(page, 'period')
    await closed()
    await page.getByRole('button', { name: 'Choose columns' }).click()
    await expectAccessible(page, 'columns')
    await closed()
    await page.getByRole('combobox', { name: 'Data type' }).or(page.getByRole('textbox', { name: 'Data type' })).click()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, 'data types')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menu').waitFor()
    await expectAccessible(page, 'export')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show as a table' }).click()
    await expectAccessible(page, 'chart as a table')

    await goTo(page, '/import')
    await page.getByRole('button', { name: 'Options' }).click()
    await page.getByRole('button', { name: 'Actions for torn.log' }).click()
    await page.getByRole('menuitem', { name: 'Remove import…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, 'remove an import')
  })
}
