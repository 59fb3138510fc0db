import { expect, test } from 'vitest'
import type { SavedView } from '../../core/contract/views.ts'
import { emptyLayout } from '../grid/grid-layout.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { defaultShape } from './report-defaults.ts'
import { type51 } from './type-examples.ts'
import { copyName, createViewsStore } from './views-store.ts'

/** A core that keeps views in a list. */
const keeping = () => {
  let views: SavedView[] = []
  return createInProcessCore({
    'views.list': async () => views,
    'views.create': async (given) => {
      const view = { ...given, id: String(views.length + 1), changedAt: 0 }
      views = [...views, view]
      return view
    },
    'views.remove': async ({ id }) => {
      const view = views.find((it) => it.id === id)!
      views = views.filter((it) => it !== view)
      return view
    },
    'views.restore': async ({ view }) => {
      views = [...views, view]
      return view
    },
  })
}

test('a view that was made is listed when the action ends; a removed one comes back', async () => {
  const { client } = keeping()
  const store = createViewsStore(client)
  const content = { shape: defaultShape(type51), layout: { ...emptyLayout, left: ['Feature'] } }
  const made = await store.getState().create('Busy days', content)
  expect(store.getState().views).toEqual([made])
  expect(made).toMatchObject({ shape: content.shape, layout: content.layout })
  const restore = await store.getState().remove(made.id)
  expect(store.getState().views).toEqual([])
  await restore()
  expect(store.getState().views).toEqual([made])
})

test('a copy has a name of its own', () => {
  expect(copyName('Denials', [{ name: 'Denials' }])).toBe('Denials copy')
  expect(copyName('Denials', [{ name: 'denials COPY' }])).toBe('Denials copy 2')
})
