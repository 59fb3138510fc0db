import { expect, test, vi } from 'vitest'
import type { Settings } from '../../core/contract/application.ts'
import type { Params } from '../../core/contract/contract.ts'
import { defaultSettings } from '../../core/contract/default-settings.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createSettingsStore, isConflict } from './settings-store.ts'

/** A core with settings that another window can change behind our back. */
const setUp = async () => {
  let settings: Settings = defaultSettings
  const changes: Params<'settings.change'>[] = []
  const core = createInProcessCore({
    'settings.read': async () => settings,
    'application.info': async () => ({
      name: 'Lictor',
      version: '1',
      database: '/x.db',
      isEmpty: true,
      machineZone: 'Europe/Berlin',
      host: { kind: 'browser', picksFiles: false, savesExports: 'download', nativeNotifications: false },
    }),
    'application.database': async () => ({ path: '/x.db', bytes: 1, sources: 0, imports: 0, days: 0 }),
    'settings.change': async ({ expected, ...change }) => {
      changes.push({ expected, ...change })
      for (const [name, value] of Object.entries(expected ?? {}))
        if (JSON.stringify(settings[name as keyof Settings]) !== JSON.stringify(value))
          throw new ConsoleError('refused', 'Changed meanwhile.')
      settings = { ...settings, ...change }
      return settings
    },
  })
  const store = createSettingsStore(core.client)
  store.getState().watch()
  await vi.waitFor(() => expect(store.getState().settings).toBeDefined())
  const elsewhere = (change: Partial<Settings>, isTold = true) => {
    settings = { ...settings, ...change }
    if (isTold) core.tell('settings.changed', { names: Object.keys(change) })
  }
  return { store, changes, elsewhere }
}

test('what is typed stays until it is saved, and is gone then', async () => {
  const { store, changes } = await setUp()
  store.getState().setDraft('queueHours', 4)
  expect(store.getState().drafts.queueHours).toEqual({ value: 4, base: 8 })
  await store.getState().change('queueHours', 4)
  expect(changes).toEqual([{ queueHours: 4, expected: { queueHours: 8 } }])
  expect(store.getState()).toMatchObject({ drafts: {}, settings: { queueHours: 4 }, saved: { name: 'queueHours' } })
})

test('another window’s change of a setting that is being typed is seen, and nothing is overwritten', async () => {
  const { store, elsewhere } = await setUp()
  store.getState().setDraft('customerId', 'mine')
  elsewhere({ customerId: 'theirs' })
  await vi.waitFor(() => expect(store.getState().settings?.customerId).toBe('theirs'))
  expect(isConflict(store.getState().drafts.customerId, 'theirs')).toBe(true)
  await expect(store.getState().change('customerId', 'mine')).rejects.toThrow('Changed meanwhile.')
  expect(store.getState().settings?.customerId).toBe('theirs')

  store.getState().keepMine('customerId')
  await store.getState().change('customerId', 'mine')
  expect(store.getState()).toMatchObject({ drafts: {}, settings: { customerId: 'mine' } })
})

test('a change that nobody told of yet is seen when saving is refused', async () => {
  const { store, elsewhere } = await setUp()
  elsewhere({ theme: 'dark' }, false)
  await expect(store.getState().change('theme', 'light')).rejects.toThrow()
  const { settings, drafts } = store.getState()
  expect(settings?.theme).toBe('dark')
  expect(drafts.theme?.value).toBe('light')
  expect(isConflict(drafts.theme, 'dark')).toBe(true)
})

test('a change of another setting disturbs nothing that is typed', async () => {
  const { store, elsewhere } = await setUp()
  store.getState().setDraft('customerId', 'half')
  elsewhere({ queueHours: 2 })
  await vi.waitFor(() => expect(store.getState().settings?.queueHours).toBe(2))
  expect(isConflict(store.getState().drafts.customerId, '')).toBe(false)
  expect(store.getState().drafts.customerId?.value).toBe('half')
})
