import { expect, test } from 'vitest'
import { browserOfProfile, ownerOfProfile } from './history-owner.ts'

test.each([
  ['C:\\Users\\k.osei\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\History', '', 'k.osei', 'Google Chrome'],
  [
    '\\\\HAL-WS-107\\c$\\Users\\k.osei\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\History',
    'HAL-WS-107',
    'k.osei',
    'Microsoft Edge',
  ],
  ['/home/t.nguyen/.config/chromium/Default/History', '', 't.nguyen', 'Chromium'],
  ['/Users/p.zhao/Library/Application Support/BraveSoftware/Brave-Browser/Default/History', '', 'p.zhao', 'Brave'],
  [
    '/home/admin/backup/ws-9/Users/p.zhao/AppData/Local/Google/Chrome/User Data/Default/History',
    '',
    'p.zhao',
    'Google Chrome',
  ],
  ['/home/t.nguyen/Downloads/History', '', '', 'Google Chrome'],
  ['/srv/History', '', '', 'Google Chrome'],
])('%s', (path, host, user, browser) => {
  expect(ownerOfProfile(path)).toEqual({ host, user })
  expect(browserOfProfile(path, 'chrome')).toBe(browser)
})

test('a history of Firefox is one wherever it lies', () => {
  expect(ownerOfProfile('/home/t.nguyen/.mozilla/firefox/ab12.default/places.sqlite').user).toBe('t.nguyen')
  expect(browserOfProfile('/srv/Google/Chrome/places.sqlite', 'firefox')).toBe('Mozilla Firefox')
  expect(browserOfProfile('/srv/History', 'edge')).toBe('Microsoft Edge')
})
