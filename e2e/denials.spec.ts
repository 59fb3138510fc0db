import { expect, type Page } from '@playwright/test'
import { startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { chooseTheme } from './pages/shell.ts'

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'denied.log', [
        ...startBlock('lic-denied', '3/4/2024'),
        ' 9:00:00 (demo) OUT: "solve" ann@ws1 (2 licenses)',
        ' 9:10:00 (demo) OUT: "solve" bob@ws2',
        ' 9:20:00 (demo) DENIED: "solve" cy@ws3  (Licensed number of users already reached. (-4,342))',
        ' 9:30:00 (demo) DENIED: "mesh" bob@ws2  (Licensed number of users already reached. (-4,342))',
        ' 9:30:01 (demo) OUT: "mesh" bob@ws2',
        '10:00:00 (demo) IN: "solve" ann@ws1 (2 licenses)',
      ]),
    ],
  },
})

const rows = (page: Page) => page.getByRole('table', { name: 'Failed requests, the latest first' }).getByRole('row')

test('failed requests are listed with what decided them; who held the licences is one press away', async ({ page }) => {
  await goTo(page, '/denials')
  await expect(rows(page)).toHaveCount(3)
  await expect(rows(page).nth(1)).toContainText('False, granted here')
  await expect(rows(page).nth(2)).toContainText('True')
  await page.getByRole('button', { name: /who held solve when cy was refused/ }).press('Enter')
  await expect(page.getByRole('main')).toContainText('All licences of this feature were in use.')
  await expect(page.getByRole('main')).toContainText('3 licences were held by 2 users at that moment.')
  await expect(page.getByRole('table', { name: 'Who held licences of solve' }).getByRole('row')).toHaveCount(3)
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(page, theme)
    await expectAccessible(page, '/denials', theme)
  }

  await page.getByText('False', { exact: true }).click()
  await expect(rows(page)).toHaveCount(2)
  await page.getByText('All', { exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Find a feature, user, host or reason' }).fill('ws3')
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Find a feature, user, host or reason' }).fill('nobody')
  await expect(page.getByRole('main')).toContainText('No failed request fits')
})
