import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { root } from './fixtures/lictor-process.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { gridRows } from './pages/mapping-page.ts'
import { settled, shownRows } from './pages/report-page.ts'
import { chooseTheme, findInPalette } from './pages/shell.ts'

test.use({ logs: { write: () => [join(root, 'resources/sample/sample-lmgrd.log')] } })

const server = 'lic01.halden.example'
const featurePath = (daemon: string, feature: string) =>
  `/licences/feature?${new URLSearchParams({ server, daemon, feature })}`

const openLicences = async (page: Page): Promise<void> => {
  await goTo(page, '/licences')
  await expect(page.getByRole('region', { name: 'Licences', exact: true }).getByRole('gridcell').first()).toBeVisible()
}

const typeNumber = async (page: Page, licences: string, from: string, note = ''): Promise<void> => {
  await page.getByRole('button', { name: 'Type a number…' }).click()
  const form = page.getByRole('dialog', { name: 'Type a number of licences' })
  await form.getByRole('textbox', { name: 'Licences' }).fill(licences)
  await form.getByRole('textbox', { name: 'From' }).fill(from)
  await form.getByRole('textbox', { name: 'Note' }).fill(note)
  await form.getByRole('button', { name: 'Add the number' }).click()
  await expect(form).toBeHidden()
}

/** `22-nov-2026`, so many days from today, as licence files write it; and ISO. */
const daysAhead = (days: number): { readonly file: string; readonly iso: string } => {
  const date = new Date()
  date.setHours(12, 0, 0, 0)
  date.setDate(date.getDate() + days)
  const two = (n: number) => String(n).padStart(2, '0')
  const month = date.toLocaleString('en', { month: 'short' }).toLowerCase()
  return {
    file: `${two(date.getDate())}-${month}-${date.getFullYear()}`,
    iso: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
  }
}

const licenceRow = (page: Page, feature: string) =>
  page
    .getByRole('region', { name: /^Licences/ })
    .locator('.ag-row')
    .filter({ has: page.getByRole('gridcell', { name: feature, exact: true }) })

test('typed numbers give report 51 its Max available and utilisation', async ({ page }) => {
  await goTo(page, featurePath('brickld', 'bw_drafting'))
  await expect(page.getByRole('heading', { level: 1, name: 'bw_drafting' })).toBeVisible()
  await expect(page.getByText('Nothing tells how many licences there are')).toBeVisible()
  await typeNumber(page, '10', '2025-09-01', 'Order 4711')
  await typeNumber(page, '12', '2025-10-10')

  const typed = page.getByRole('table', { name: 'Typed numbers' })
  await expect(typed.getByRole('row')).toHaveCount(3)
  await expect(typed.getByRole('row').nth(1)).toContainText('Order 4711')
  await expect(page.getByRole('table', { name: 'What reports use' }).getByRole('row').nth(1)).toContainText(
    '2025-10-10',
  )
  await expect(page.getByRole('img', { name: 'Licences of bw_drafting over time' })).toBeVisible()

  await page.getByRole('link', { name: 'Show use in report 51' }).click()
  await settled(page)
  await expect
    .poll(async () => (await shownRows(page)).every((row) => row['Max available licenses'] !== 'undef'), {
      timeout: 20_000,
    })
    .toBe(true)
  const rows = await shownRows(page)
  expect(rows.length).toBeGreaterThan(8)
  for (const row of rows) {
    const licences = row.Time < '2025-10-10' ? 10 : 12
    expect(row['Max available licenses']).toBe(String(licences))
    // What everybody can work out: the peak against the number.
    const percent = (Number(row['Max in use']) * 100) / licences
    expect(Number(row['Max utilization'])).toBeCloseTo(percent, 1)
  }
})

test('a typed number is changed, removed, and brought back', async ({ page }) => {
  await goTo(page, featurePath('brickld', 'bw_render'))
  await typeNumber(page, '4', '2025-09-01', 'first')
  await page.getByRole('button', { name: 'Change the number from 2025-09-01 on' }).click()
  const form = page.getByRole('dialog', { name: 'Change the number of bw_render' })
  await form.getByRole('textbox', { name: 'Licences' }).fill('6')
  await form.getByRole('textbox', { name: 'From' }).fill('2025-09-32')
  await expect(form).toContainText('There is no 2025-09-32')
  await expect(form.getByRole('button', { name: 'Change the number' })).toBeDisabled()
  await form.getByRole('textbox', { name: 'From' }).fill('2025-09-02')
  await form.getByRole('button', { name: 'Change the number' }).click()

  const typed = page.getByRole('table', { name: 'Typed numbers' })
  await expect(typed).toContainText('2025-09-02')
  await expect(typed).toContainText('6')
  await page.getByRole('status').filter({ hasText: 'changed.' }).getByRole('button', { name: 'Undo' }).click()
  await expect(typed).toContainText('2025-09-01')

  await page.getByRole('button', { name: 'Remove the number from 2025-09-01 on' }).click()
  await expect(typed).toBeHidden()
  await page.getByRole('status').filter({ hasText: 'was removed' }).getByRole('button', { name: 'Undo' }).click()
  await expect(typed.getByRole('row').nth(1)).toContainText('first')
  await page.getByRole('button', { name: 'Remove the number from 2025-09-01 on' }).click()
  await expect(typed).toBeHidden()
})

test('a licence file gives numbers, says what ends, and names the lines it could not use', async ({
  page,
  workplace,
  chooseFiles,
}) => {
  const [soon, near, far] = [3, 12, 200].map(daysAhead)
  const path = join(workplace.folder, 'halden.lic')
  writeFileSync(
    path,
    [
      `SERVER ${server} 001122334455 27000`,
      'VENDOR brickld',
      'VENDOR tidemark',
      `INCREMENT bw_base brickld 2025.1 ${far.file} 15 SIGN="A \\`,
      '  B" # fifteen',
      `INCREMENT bw_base brickld 2025.1 ${near.file} 5 SN=77-1 SIGN=C`,
      `FEATURE tide_solve tidemark 9.0 ${soon.file} 8 SIGN=D`,
      'FEATURE tide_pre tidemark 9.0 permanent uncounted SIGN=E',
      'INCREMENT broken brickld 1.0 35-foo-2026 4 SIGN=F',
      '',
    ].join('\n'),
  )
  await openLicences(page)
  await chooseFiles(() => page.getByRole('button', { name: 'Import licence files…' }).click(), [path])
  await expect(licenceRow(page, 'bw_base')).toContainText('20')
  await expect(licenceRow(page, 'bw_base')).toContainText(`${near.iso} · in 12 days`)
  await expect(licenceRow(page, 'tide_solve')).toContainText(`${soon.iso} · in 3 days`)
  await expect(licenceRow(page, 'tide_pre')).toContainText('uncounted')

  await page.getByRole('link', { name: '2 licence records end within 30 days' }).click()
  const ending = page.getByRole('region', { name: 'Licences that end' }).last()
  await expect(ending.locator('.ag-row')).toHaveCount(2)
  const rows = await gridRows(ending)
  expect(rows.map(({ feature, licences, left }) => [feature, licences, left]).sort()).toEqual([
    ['bw_base', '5', '15'],
    ['tide_solve', '8', 'undef'],
  ])

  await expectAccessible(page, 'ending', 'Light')

  await page.getByRole('tab', { name: /^Licence files/ }).click()
  await expectAccessible(page, 'files', 'Light')
  await page.getByRole('link', { name: 'halden.lic' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'halden.lic' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('Line 9')
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('INCREMENT broken')
  await expectAccessible(page, 'licence file', 'Light')

  await goTo(page, featurePath('brickld', 'bw_base'))
  const course = page.getByRole('table', { name: 'What reports use' })
  await expect(course.getByRole('row').nth(1)).toContainText('20')
  await expect(course.getByRole('row').nth(2)).toContainText('15')
  await course
    .getByRole('link', { name: /halden\.lic, lines? / })
    .first()
    .click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the licence file' }).click()
  await expect(page.getByText('No licence file yet')).toBeVisible()
})

test('filter, copy and columns are those of every table', async ({ page, clipboard }) => {
  await openLicences(page)
  await page.keyboard.press('/')
  await page.keyboard.type('amp_')
  await expect(page.getByRole('status').filter({ hasText: /^3 of \d+ rows/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ControlOrMeta+c')
  expect(await clipboard()).toMatch(/^amp_/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^amp_/)

  await openLicences(page)
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await page.getByRole('checkbox', { name: 'Serial number' }).check()
  await page.keyboard.press('Escape')
  await page.reload()
  await openLicences(page)
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await expect(page.getByRole('checkbox', { name: 'Serial number' })).toBeChecked()
})

test('a number is typed for any feature with the keyboard alone', async ({ page }) => {
  await (await findInPalette(page, 'licences', /^Licences$/)).waitFor()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Licences' })).toBeVisible()
  const type = page.getByRole('button', { name: 'Type a number…' })
  // It offers the features of the list, so it waits for them.
  await expect(type).toBeEnabled()
  await type.focus()
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Type a number of licences' })
  await expect(
    form.getByRole('textbox', { name: 'Vendor licence' }).or(form.getByRole('combobox', { name: 'Vendor licence' })),
  ).toBeFocused()
  await page.keyboard.type('tidemark')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('tide_hpc')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('64')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2025-09-01')
  await page.keyboard.press('Enter')
  await expect(form).toBeHidden()
  await expect(licenceRow(page, 'tide_hpc')).toContainText('64')
  await expect(licenceRow(page, 'tide_hpc')).toContainText('100', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(licenceRow(page, 'tide_hpc')).toContainText('undef')
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`no part of the pages has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    await openLicences(page)
    await expectAccessible(page, '/licences', theme)
    for (const [show, words] of [
      ['files', 'No licence file yet'],
      ['ending', 'Nothing ends within 30 days'],
    ]) {
      await goTo(page, `/licences?show=${show}`)
      await expect(page.getByRole('main')).toContainText(words)
      await expectAccessible(page, show, theme)
    }
    await goTo(page, featurePath('ampereld', 'amp_sim'))
    await expect(page.getByRole('table', { name: 'What reports use' })).toBeVisible()
    await expectAccessible(page, 'feature', theme)
    await page.getByRole('button', { name: 'Type a number…' }).click()
    await expect(page.getByRole('dialog', { name: 'Type a number of licences' })).toBeVisible()
    await expectAccessible(page, 'form', theme)
    await page.keyboard.press('Escape')
  })
}
