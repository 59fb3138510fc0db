import { expect } from '@playwright/test'
import { test } from './fixtures/test.ts'
import { expectImported, figure } from './pages/import-page.ts'
import { openNotices, openRunningWork, rail } from './pages/shell.ts'

test('the first start offers files and the sample; the sample imports, and the overview has facts', async ({
  page,
}) => {
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
  await expect(notice).toContainText('6,628 checkouts, check-ins and denials')
  await notice.getByRole('link', { name: 'Show' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'sample-lmgrd.log' })).toBeVisible()

  await rail(page).getByRole('link', { name: 'Overview', exact: true }).click()
  const busiest = page.getByRole('region', { name: 'Busiest features' })
  await expect(busiest.getByRole('row').filter({ hasText: 'bw_base' })).toContainText('13')
  await expect(page.getByRole('region', { name: 'Refused requests' }).getByRole('row').nth(1)).toContainText(
    'bw_surface',
  )
  await expect(page.getByRole('contentinfo')).toContainText('Coverage')

  // The last line is of the evening of 31 October: the day after it, which its end touches, is not part of the data.
  await expect(figure(page, 'Period')).toHaveText('2025-09-22 – 2025-10-31')
  await expect(figure(page, 'Days')).toHaveText('40')
})
