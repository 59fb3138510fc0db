import { expectImported } from './pages/import-page.ts'
import { openNotices, openRunningWork, rail } from './pages/shell.ts'
import { expect, goTo, test } from './fixtures/test.ts'

test('the first start offers files and the sample; the sample imports, and the overview has facts', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'See who used which licence, and who was refused' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: 'Import files' })).toBeVisible()
  await page.getByRole('button', { name: 'Try with the sample log' }).click()

  await expectImported(page, 'sample-lmgrd.log', 'lines read')
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()

  const work = await openRunningWork(page)
  await expect(work.getByRole('listitem').filter({ hasText: 'sample-lmgrd.log' })).toContainText('8,008 lines read')
  await page.keyboard.press('Escape')
  await expect(work).toBeHidden()

  const notices = await openNotices(page)
  const notice = notices.getByRole('listitem').filter({ hasText: 'sample-lmgrd.log' })
  await expect(notice).toContainText('8,008 lines read')
  await notice.getByRole('link', { name: 'Show' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'sample-lmgrd.log' })).toBeVisible()

  await rail(page).getByRole('link', { name: 'Overview', exact: true }).click()
  const busiest = page.getByRole('region', { name: 'Busiest features' })
  await expect(busiest.getByRole('row').filter({ hasText: 'bw_base' })).toContainText('13')
  await expect(page.getByRole('region', { name: 'Refused requests' }).getByRole('row').nth(1)).toContainText('bw_surface')
  await expect(page.getByRole('contentinfo')).toContainText('Coverage')
})

test('the period of the overview ends with the last day that has facts', async ({ page }) => {
  await goTo(page, '/overview')
  const period = page.locator('dl > div').filter({ has: page.locator('dt', { hasText: /^Period$/ }) }).locator('dd')
  const days = page.locator('dl > div').filter({ has: page.locator('dt', { hasText: /^Days$/ }) }).locator('dd')
  await expect(period).toHaveText('2025-09-22 – 2025-11-02')
  await expect(days).toHaveText('42')
})
