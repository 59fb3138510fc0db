import { expect } from '@playwright/test'
import { siteLog, someUse, startBlock, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectImported } from './pages/import-page.ts'
import { cell, grid, settled } from './pages/report-page.ts'
import { chooseTheme, findInPalette, palette, rail } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-shell', '2024-03-04', 2))] } })

test('the palette finds pages, types by number, features, users and actions', async ({ page }) => {
  await (await findInPalette(page, 'sourc', 'Sources')).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await expect(palette(page)).toBeHidden()

  // The number of a type beats everything: Enter opens it.
  await expect(await findInPalette(page, '84', /Individual License Use Logfile \[84\]/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Individual License Use Logfile [84]')

  await (await findInPalette(page, 'solve_h', /^solve_hpc/)).first().click()
  await expect(page).toHaveURL(/solve_hpc/)
  await settled(page)

  await (await findInPalette(page, 'ida', /^ida/)).first().click()
  await expect(page).toHaveURL(/ida/)
  await settled(page)

  await expect(await findInPalette(page, 'nothing is called so', /./)).toHaveCount(0)
  await expect(palette(page)).toContainText('Nothing is called that')
  await page.keyboard.press('Escape')
  await expect(palette(page)).toBeHidden()
})

test('the shortcuts are shown by ?, and each key does what it says', async ({ page }) => {
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(dialog).toContainText('Go to the filter of the page')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('ControlOrMeta+,')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await goTo(page, '/reports')
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Find a data type' })).toBeFocused()
})

test('the theme is switched, and is dark before the first script after a reload', async ({ page }) => {
  await chooseTheme(page, 'Dark')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(rail(page)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await chooseTheme(page, 'Light')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
})

test('from an import to its report with the keyboard alone', async ({ page, workplace }) => {
  const path = writeLog(workplace.folder, 'keys.log', [...startBlock('lic-keys', '3/4/2024'), ...someUse])
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

  await press('ControlOrMeta+k')
  await expect(palette(page)).toBeVisible()
  await page.keyboard.type('import')
  await expect(palette(page).getByRole('button', { name: 'Import', exact: true })).toBeVisible()
  await press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()

  await tabTo('type or paste paths')
  await press('Enter')
  await expect(page.getByRole('textbox', { name: /^Paths on this machine/ })).toBeFocused()
  await page.keyboard.type(path)
  await press('Tab', 'Enter')
  await expectImported(page, 'keys.log', '10 lines read')
  await tabTo('keys.log')
  await press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'keys.log' })).toBeVisible()
  await tabTo('Show use')
  await press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Total License Use Logfile [51]')
  await settled(page)

  // Into the table: the filter, then its rows, then narrower.
  await press('/')
  await page.keyboard.type('draft')
  await expect(page.getByRole('status').filter({ hasText: '1 of 2 rows' })).toBeVisible()
  await press('Enter')
  await expect(grid(page).locator('.ag-cell-focus')).toBeVisible()
  await press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Individual License Use Logfile [84]')
  await expect(cell(page, 'ann', 'User name')).toBeVisible()

  /** Presses Tab until the control of that name has the focus; as many times as there are controls at most. */
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 80; presses++) {
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
      if (focused.trim() === name) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not come to ${name}.`)
  }
})

test('in a narrow window the rail shows signs, whose names stay for those who hear them', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 700 })
  const box = await rail(page).boundingBox()
  expect(box?.width).toBeLessThan(80)
  const link = rail(page).getByRole('link', { name: 'Import' })
  await link.hover()
  await expect(page.getByRole('tooltip', { name: 'Import' })).toBeVisible()
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('an address that leads nowhere says so, and leads back', async ({ page }) => {
  await goTo(page, '/no/such/page')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  for (const [path, words] of [
    ['/reports/9999', 'There is no data type 9999'],
    ['/reports/x', 'There is no such report'],
    ['/import/9999', 'This import cannot be shown'],
  ]) {
    await goTo(page, path)
    await expect(page.getByRole('main')).toContainText(words)
  }
})

test('types without input say what they need, in the catalogue and on their page', async ({ page }) => {
  await goTo(page, '/reports')
  const links = page.getByRole('main').getByRole('list').getByRole('link')
  await expect(links).toHaveCount(70)
  await expect(page.getByRole('status').filter({ hasText: '70 types' })).toBeVisible()
  const [withData, without] = await links.evaluateAll((all) => [
    all.filter((link) => link.textContent?.includes('has data')).length,
    all
      .filter((link) => link.getAttribute('data-empty') !== null)
      .map((link) => link.getAttribute('href')?.slice(1) ?? ''),
  ])
  expect(withData).toBeGreaterThanOrEqual(10)
  expect(without.length + withData).toBe(70)
  await goTo(page, '/reports/51')
  await settled(page)
  for (const path of without.slice(0, 6)) {
    await goTo(page, path)
    await expect(page.getByRole('heading', { name: /^No data for .* yet$/ })).toBeVisible()
    await expect(page.getByTestId('empty-state')).toContainText(/Needs? /)
    // Nothing is left of the type that was on show before.
    await expect(page.getByRole('contentinfo')).not.toContainText('Coverage')
  }
})
