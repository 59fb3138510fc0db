import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { parseCsv } from './fixtures/exported-tables.ts'
import { root, runLictor } from './fixtures/lictor-process.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { dropFiles } from './pages/import-page.ts'
import { chooseMap, editor, findings, gridRows, openView, save, selectedText, viewTab } from './pages/mapping-page.ts'
import { settled, shownRows } from './pages/report-page.ts'
import { chooseTheme, findInPalette } from './pages/shell.ts'

test.use({ logs: { write: () => [join(root, 'resources/sample/sample-lmgrd.log')] } })

const userMap = '/mapping/license-user-mapping'
const groups: Readonly<Record<string, readonly string[]>> = {
  Design: ['astrid.holm', 'b.okafor', 'carla.menzel'],
  Analysis: ['emre.aydin', 'greta.pohl'],
}
/** Line 9 is never reached, line 10 matches nothing. */
const mapText = [
  'MAP: Design',
  'astrid.holm',
  'B.OKAFOR',
  'carla*',
  '',
  'MAP: Analysis',
  'emre.aydin',
  'greta.?ohl',
  'b.okafor',
  'nobody-at-all',
  'DEFAULT: Others',
  '',
].join('\n')

/** Elapsed hours of each group as the sum over its members in the report by user: no map has a part in it. */
const hoursOfGroups = async (database: string): Promise<Readonly<Record<string, number>>> => {
  const { stdout } = await runLictor('report', '84', '--group-by', 'User name', '--db', database)
  const [names, ...rows] = parseCsv(stdout)
  const [user, hours] = ['User name', 'Elapsed time'].map((name) => names.indexOf(name))
  const sums: Record<string, number> = { Others: 0 }
  for (const row of rows) {
    const group = Object.keys(groups).find((name) => groups[name].includes(row[user])) ?? 'Others'
    sums[group] = (sums[group] ?? 0) + Number(row[hours])
  }
  return sums
}

const asHours = (hours: number): string =>
  new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(hours)

const openMap = async (page: Page, path = userMap): Promise<void> => {
  await goTo(page, path)
  await expect(page.getByRole('heading', { level: 1, name: 'Mapping' })).toBeVisible()
}

test('a map file is looked over, previewed, saved, seen in report 85, and taken back', async ({ page, workplace }) => {
  const path = join(workplace.folder, 'halden.map')
  writeFileSync(path, mapText)
  await openMap(page)
  await expect(page.getByTestId('empty-state')).toContainText('DEFAULT: Everybody else')
  await chooseMap(page, path)
  await expect(editor(page)).toHaveValue(mapText)
  await expect(page.getByText('Draft from halden.map, not saved')).toBeVisible()

  await expect(viewTab(page, 'Groups')).toContainText('2')
  const design = page.getByRole('region', { name: 'Groups of the map' }).getByRole('gridcell', { name: 'Design' })
  await design.click()
  await expect(page.getByRole('region', { name: 'Members of Design' })).toContainText('astrid.holmb.okaforcarla.menzel')

  await openView(page, 'Findings')
  await expect(findings(page).filter({ hasText: 'Line 9' })).toContainText('b.okafor is never reached')
  await expect(findings(page).filter({ hasText: 'Line 10' })).toContainText('matches no user')
  await findings(page).filter({ hasText: 'Line 9' }).getByRole('button').first().click()
  await expect(editor(page)).toBeFocused()
  expect(await selectedText(page)).toBe('b.okafor')

  const hours = await hoursOfGroups(workplace.database)
  const expected = Object.entries(hours).map(([group, sum]) => [group, asHours(sum)])
  await openView(page, 'Preview')
  const preview = page.getByRole('region', { name: 'Changes of the report' }).last()
  await expect(preview.getByRole('gridcell', { name: 'Design', exact: true })).toBeVisible()
  await expect(
    page.getByRole('combobox', { name: 'Report' }).or(page.getByRole('textbox', { name: 'Report' })),
  ).toHaveValue(/\[85\]/)
  const previewed = await gridRows(preview)
  const after = previewed.filter((row) => row.after !== '—').map((row) => [row['User group'], row.after])
  expect(after.sort()).toEqual(expected.sort())

  const said = await save(page)
  await expect(page.getByText('In force: revision 1')).toBeVisible()
  await goTo(page, '/reports/85?by=total&group=User group&measure=Elapsed time')
  await settled(page)
  const shown = (await shownRows(page)).map((row) => [row['User group'], row['Elapsed time']])
  expect(shown.sort()).toEqual(expected.sort())

  await said.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'is as it was before' })).toBeVisible()
  await goTo(page, '/reports/85?by=total&group=User group&measure=Elapsed time&measure=Max in use')
  await settled(page)
  await expect.poll(async () => (await shownRows(page)).map((row) => row['User group'])).toEqual(['undef'])
})

test('a draft outlives the page and the window, and a discarded one comes back', async ({ page }) => {
  await openMap(page, '/mapping/license-host-mapping')
  await page.getByRole('button', { name: 'Start from this example' }).click()
  await editor(page).fill('MAP: Mine\nws1\n')
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled()
  await goTo(page, '/sources')
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await page.reload()
  await openMap(page, '/mapping/license-host-mapping')
  await expect(editor(page)).toHaveValue('MAP: Mine\nws1\n')

  await page.getByRole('button', { name: 'Discard draft' }).click()
  await expect(page.getByTestId('empty-state')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor(page)).toHaveValue('MAP: Mine\nws1\n')
  await page.getByRole('button', { name: 'Discard draft' }).click()
})

test('unmatched names are put into a group of the draft', async ({ page }) => {
  await openMap(page, '/mapping/user-to-groups.map')
  await page.getByRole('button', { name: 'Start from this example' }).click()
  await editor(page).fill('MAP: Design (Department)\nastrid.holm\n\nMAP: Halden (Site)\n*\n')
  await openView(page, 'Unmatched')
  const unmatched = page.getByRole('region', { name: 'Unmatched users: Department' })
  await expect(unmatched).toContainText('24 users are taken by no line and count as undef')
  await expect(page.getByRole('region', { name: 'Unmatched users: Site' })).toHaveCount(0)
  await unmatched.getByRole('textbox', { name: 'Filter unmatched users' }).fill('ok')
  await unmatched.getByRole('checkbox', { name: 'b.okafor' }).check()
  const group = unmatched
    .getByRole('textbox', { name: /^Group for/ })
    .or(unmatched.getByRole('combobox', { name: /^Group for/ }))
  await group.fill('design')
  await page.keyboard.press('Escape')
  await unmatched.getByRole('button', { name: 'Add 1 user' }).click()
  await expect(editor(page)).toHaveValue('MAP: Design (Department)\nastrid.holm\nb.okafor\n\nMAP: Halden (Site)\n*\n')
  expect(await selectedText(page)).toBe('b.okafor')
  await expect(unmatched).toContainText('23 users')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor(page)).not.toHaveValue(/okafor/)
  await page.getByRole('button', { name: 'Discard draft' }).click()
})

test('who saves second is told, keeps the draft, and decides; the history has all of it', async ({
  page,
  workplace,
}) => {
  await openMap(page, '/mapping/host-to-groups.map')
  await page.getByRole('button', { name: 'Start from this example' }).click()
  await editor(page).fill('MAP: Mine (Building)\nws*\n')
  const theirs = join(workplace.folder, 'host-to-groups.map')
  writeFileSync(theirs, 'MAP: Theirs (Building)\nws*\n')
  const { status, stderr } = await runLictor('map', 'import', theirs, '--db', workplace.database)
  expect(status, stderr).toBe(0)

  const overtaken = page.getByRole('alert').filter({ hasText: 'Revision 1 was saved while you were writing' })
  await expect(overtaken).toBeVisible()
  await expectAccessible(page, 'overtaken draft', 'Light')
  await expect(editor(page)).toHaveValue('MAP: Mine (Building)\nws*\n')
  await overtaken.getByRole('button', { name: 'Save my draft over it…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save my draft' }).click()
  await expect(page.getByText('In force: revision 2')).toBeVisible()
  await expect(overtaken).toBeHidden()

  await openView(page, 'History')
  await page.getByRole('button', { name: 'Restore revision 1' }).click()
  await expect(page.getByText('In force: revision 3')).toBeVisible()
  await expectAccessible(page, 'history', 'Light')
  await expect(editor(page)).toHaveValue('MAP: Theirs (Building)\nws*\n')
  await page.getByRole('button', { name: 'Open revision 2 in the editor' }).click()
  await expect(editor(page)).toHaveValue('MAP: Mine (Building)\nws*\n')
  await expect(page.getByText('Draft, not saved')).toBeVisible()
  await page.getByRole('button', { name: 'Discard draft' }).click()
})

test('prices are looked over, and the application of a program is previewed before it is saved', async ({
  page,
  workplace,
}) => {
  test.setTimeout(120_000)
  const records = join(workplace.folder, 'programs.jsonl')
  const run = { record: 'process', start: '2025-03-03T08:00:00Z', end: '2025-03-03T09:30:00Z', pid: 10, host: 'ws-17' }
  writeFileSync(records, `${JSON.stringify({ ...run, user: 'lena', path: 'C:\\Gearworks\\gear.exe' })}\n`)
  const imported = await runLictor('import', records, '--db', workplace.database, '--zone', 'UTC')
  expect(imported.status, imported.stderr).toBe(0)

  await openMap(page, '/mapping/price-list.map')
  await expect(page.getByTestId('empty-state')).toContainText('MAP: 1200 annual (2024-01-01)')
  await page.getByRole('button', { name: 'Start from this example' }).click()
  await editor(page).fill('MAP: 1200 annual (2024-01-01)\n*;tidemark / *\nMAP: cheap\nbw_base\n')
  const prices = page.getByRole('region', { name: 'Groups of the map' })
  await expect(prices.getByRole('gridcell', { name: '1200 annual' })).toBeVisible()
  await expect(prices.getByRole('gridcell', { name: '2024-01-01' }).first()).toBeVisible()
  await openView(page, 'Findings')
  await expect(findings(page).filter({ hasText: 'Line 3' })).toContainText('names no price')
  await openView(page, 'Unmatched')
  await expect(page.getByRole('region', { name: 'Unmatched features' })).toContainText('have no price')
  await expectAccessible(page, 'prices', 'Light')
  await page.getByRole('button', { name: 'Discard draft' }).click()

  await page.getByRole('tab', { name: 'Applications', exact: true }).click()
  await page.getByRole('button', { name: 'Start from this example' }).click()
  await editor(page).fill('MAP: Gear Design\ngear*.exe\n')
  await openView(page, 'Preview')
  const preview = page.getByRole('region', { name: 'Changes of the report' }).last()
  await expect(preview.getByRole('gridcell', { name: 'Gear Design' })).toBeVisible()
  await expect(page.getByText('1 program changes its application.')).toBeVisible()
  await save(page)
  await goTo(page, '/reports/130?by=total&group=Application')
  await settled(page)
  await expect.poll(async () => (await shownRows(page)).map((row) => row.Application)).toEqual(['Gear Design'])
})

test('a dropped map goes to its kind, hundreds of groups are quick to find', async ({ page, isElectron }) => {
  test.skip(isElectron, 'the window takes the path of a dropped file, which a made-up drop has not')
  const lines = Array.from({ length: 400 }, (_, at) =>
    [`MAP: Team ${at + 1} (Project)`, ...Array.from({ length: 12 }, (_, n) => `person${at * 12 + n}`), ''].join('\n'),
  )
  await goTo(page, '/overview')
  await dropFiles(page, [{ name: 'user-to-groups.map', content: lines.join('\n') }])
  await expect(page.getByText('Draft from user-to-groups.map, not saved')).toBeVisible()
  await expect(viewTab(page, 'Groups')).toContainText('400')
  await page.getByRole('textbox', { name: 'Filter rows' }).fill('Team 317')
  const found = page.getByRole('region', { name: 'Groups of the map' }).last()
  // A word is found in any column: the lines have numbers too.
  await expect(page.getByRole('status').filter({ hasText: 'of 400 rows' })).toBeVisible()
  await found.getByRole('gridcell', { name: 'Team 317', exact: true }).dblclick()
  expect(await selectedText(page)).toBe('MAP: Team 317 (Project)')
  await page.getByRole('button', { name: 'Discard draft' }).click()
})

test('a map is written, checked and saved with the keyboard alone', async ({ page }) => {
  await (await findInPalette(page, 'mapping', /^Mapping$/)).waitFor()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Mapping' })).toBeVisible()
  await page.getByRole('tab', { name: 'User groups' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tab', { name: 'Host groups' })).toHaveAttribute('aria-selected', 'true')
  const start = page.getByRole('button', { name: 'Start from this example' })
  await start.focus()
  await page.keyboard.press('Enter')
  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('MAP: All desks\n*\n')
  await expect(viewTab(page, 'Groups')).toContainText('1')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText(/In force: revision \d/)).toBeVisible()
  await expect(editor(page)).toBeFocused()
  // Tab leaves the editor: a text field that keeps it is a trap.
  await page.keyboard.press('Tab')
  await expect(editor(page)).not.toBeFocused()
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`no part of the page has a serious finding (${theme.toLowerCase()})`, async ({ page }) => {
    test.setTimeout(150_000)
    await chooseTheme(page, theme)
    await openMap(page, '/mapping/user-to-groups.map')
    await expect(page.getByTestId('empty-state')).toBeVisible()
    await expectAccessible(page, 'empty map', theme)
    await page.getByRole('button', { name: 'Start from this example' }).click()
    await editor(page).fill('MAP: A (Site)\nastrid.holm\nastrid.holm\nnobody\nMAP: B (Site)\nMAP:\n')
    await page
      .getByRole('region', { name: 'Groups of the map' })
      .getByRole('gridcell', { name: 'A', exact: true })
      .click()
    await expect(page.getByRole('region', { name: 'Members of A' })).toBeVisible()
    await expectAccessible(page, 'groups', theme)
    for (const view of ['Findings', 'Unmatched', 'Preview', 'History']) {
      await openView(page, view)
      await expect(viewTab(page, view)).toHaveAttribute('aria-selected', 'true')
      await expectAccessible(page, view, theme)
    }
    await page.getByRole('button', { name: 'Discard draft' }).click()
  })
}
