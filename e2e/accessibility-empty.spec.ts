import { expect } from '@playwright/test'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { chooseTheme } from './pages/shell.ts'

const pages: readonly (readonly [path: string, words: string])[] = [
  ['/overview', 'See who used which licence'],
  ['/reports', '0 with data'],
  ['/import', 'Nothing was imported yet'],
  ['/sources', 'No sources yet'],
  ['/mapping', 'No map yet'],
  ['/licences', 'No licences known yet'],
  ['/groups', 'No agent groups yet'],
  ['/applications', 'No custom applications yet'],
  ['/settings', 'Settings'],
  ['/reports/51', 'Nothing has been imported yet'],
  ['/no/such/page', 'There is no such page'],
]

for (const theme of ['Light', 'Dark'] as const) {
  test(`no page of an empty console has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    for (const [path, words] of pages) {
      await goTo(page, path)
      await expect(page.getByRole('main')).toContainText(words)
      await expectAccessible(page, path, theme)
    }
  })
}
