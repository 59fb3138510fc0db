import { expect } from '@playwright/test'
import { siteLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { chooseTheme } from './pages/shell.ts'
import { openSource, timeLine } from './pages/sources-page.ts'

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 3)),
      writeLog(folder, 'gaps.log', [
        ...startBlock('lic-gaps', '3/4/2024'),
        ...someUse,
        '10:00:00 (lmgrd) EXITING DUE TO SIGNAL 15',
        ...startBlock('lic-gaps', '3/6/2024'),
        ...someUse,
      ]),
    ],
  },
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`sources and settings have no serious finding, whatever is open in them (${theme.toLowerCase()})`, async ({
    page,
  }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    await openSource(page, 'lic-gaps')
    await expect(timeLine(page)).toBeVisible()
    await expectAccessible(page, 'a source', theme)
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.getByRole('button', { name: 'Rename: Shown name of lic-gaps;acme' }).click()
    await page.getByRole('button', { name: 'Show as a table' }).click()
    await expectAccessible(page, 'a source being changed', theme)
    await page.getByRole('button', { name: 'Remove source…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, 'a source being removed', theme, '[role="dialog"]')
    await page.keyboard.press('Escape')

    await goTo(page, '/settings/working-hours')
    await page.getByRole('switch', { name: 'Tell prime time from other time' }).click()
    await page.getByRole('textbox', { name: 'Friday, hours' }).fill('8-')
    await page.getByRole('textbox', { name: 'Days off' }).fill('some day')
    await page.getByRole('textbox', { name: 'Update feed' }).fill('nowhere')
    await page.keyboard.press('Enter')
    await expectAccessible(page, 'settings with mistakes', theme)
    await page.getByRole('button', { name: 'Discard changes' }).click()
  })
}
