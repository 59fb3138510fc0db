import type { Page } from '@playwright/test'
import { siteLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { settled } from './pages/report-page.ts'
import { chooseTheme } from './pages/shell.ts'

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 3)),
      writeLog(folder, 'torn.log', [...startBlock('lic-torn', '3/4/2024'), ...someUse, 'torn', 'torn again']),
    ],
  },
})

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor()

const pages: readonly (readonly [path: string, ready: (page: Page) => Promise<void>])[] = [
  ['/overview', heading],
  ['/reports', heading],
  ['/import', heading],
  ['/import/2', heading],
  ['/sources', heading],
  ['/settings', heading],
  ['/reports/51?by=day&group=Feature', settled],
  ['/reports/51?by=day&group=Feature&chart=levels', settled],
  ['/reports/84?by=total&group=Feature', settled],
  ['/reports/51?records=1', settled],
  ['/reports/34', (page) => page.getByText('No data for').first().waitFor()],
]

for (const theme of ['Light', 'Dark'] as const) {
  test(`no page with data has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    for (const [path, ready] of pages) {
      await goTo(page, path)
      await ready(page)
      await expectAccessible(page, path, theme)
    }
  })
}
