import { randomUUID } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { type SavedView, savedView, type ViewFile } from '../contract/views.ts'
import type { Reader, Transaction } from '../database/connection.ts'
import { removeView, storedViews, writeView } from '../database/view-table.ts'
import type { CoreContext } from './core-context.ts'
import { readViewFile } from './view-file.ts'

type ViewCalls = Pick<Api, Extract<keyof Api, `views.${string}`>>

/** Upper and lower case are the same name. */
const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

/** Pinned first, then by name. What an other version wrote and this one cannot read is left alone. */
export const listViews = async (reader: Reader): Promise<SavedView[]> => {
  const views = (await storedViews(reader)).flatMap(({ id, text }) => {
    try {
      const read = savedView.safeParse({ ...JSON.parse(text), id })
      return read.success ? [read.data] : []
    } catch {
      return []
    }
  })
  return views.sort(
    (a, b) => Number(b.isPinned) - Number(a.isPinned) || a.name.localeCompare(b.name, 'en', { numeric: true }),
  )
}

const store = async (tx: Transaction, view: SavedView): Promise<SavedView> => {
  const { id, ...rest } = view
  await writeView(tx, id, JSON.stringify(rest))
  return view
}

/** `Denials`, `Denials (2)`, `Denials (3)`: the first that nobody has. */
const freeName = (name: string, taken: readonly SavedView[]): string => {
  let free = name
  for (let n = 2; taken.some((view) => same(view.name, free)); n++) free = `${name.slice(0, 112)} (${n})`
  return free
}

export const createViewsApi = (context: CoreContext): ViewCalls => {
  const { database, exports } = context
  const announce = (view: SavedView): SavedView => {
    context.announce('views.changed', { id: view.id })
    return view
  }
  const find = (views: readonly SavedView[], id: string): SavedView => {
    const view = views.find((one) => one.id === id)
    if (!view) throw new ConsoleError('not-found', 'This saved view does not exist any more.')
    return view
  }
  const refuseTaken = (views: readonly SavedView[], name: string, own?: string): void => {
    const taken = views.find((view) => view.id !== own && same(view.name, name))
    if (taken) {
      throw new ConsoleError('refused', `A saved view named ${taken.name} exists already. Choose another name.`)
    }
  }
  return {
    'views.list': () => listViews(database),
    'views.create': async (given) =>
      announce(
        await database.transaction(async (tx) => {
          const views = await listViews(tx)
          refuseTaken(views, given.name)
          if (views.length >= 500) throw new ConsoleError('refused', 'There are 500 saved views. Delete some first.')
          return store(tx, { ...given, id: randomUUID(), changedAt: Date.now() })
        }),
      ),
    'views.change': async ({ id, ...changes }) =>
      announce(
        await database.transaction(async (tx) => {
          const views = await listViews(tx)
          const view = find(views, id)
          if (changes.name !== undefined) refuseTaken(views, changes.name, id)
          return store(tx, { ...view, ...changes, changedAt: Date.now() })
        }),
      ),
    'views.remove': async ({ id }) =>
      announce(
        await database.transaction(async (tx) => {
          const view = find(await listViews(tx), id)
          await removeView(tx, id)
          return view
        }),
      ),
    'views.restore': async ({ view }) =>
      announce(
        await database.transaction(async (tx) => {
          const views = (await listViews(tx)).filter(({ id }) => id !== view.id)
          return store(tx, { ...view, name: freeName(view.name, views) })
        }),
      ),
    'views.export': async ({ ids }) => {
      const views = (await listViews(database)).filter(({ id }) => !ids || ids.includes(id))
      if (views.length === 0) throw new ConsoleError('not-found', 'There is no saved view to export.')
      const file: ViewFile = {
        lictor: 'saved views',
        version: 1,
        views: views.map(({ name, isPinned, shape, layout }) => ({ name, isPinned, shape, layout })),
      }
      const [only] = views
      const title =
        views.length === 1 && only ? `View ${only.name.replace(/[^\p{L}\p{N} ._-]+/gu, '-')}` : 'Saved views'
      const fileName = `${title}.json`
      const exportId = randomUUID()
      const path = join(await context.exportsFolder(), `${exportId}.json`)
      await writeFile(path, `${JSON.stringify(file, null, 2)}\n`)
      exports.set(exportId, { path, fileName, contentType: 'application/json' })
      return { exportId, fileName, bytes: (await stat(path)).size }
    },
    'views.import': async ({ text, onClash }) => {
      const { views: given } = readViewFile(text)
      const imported = await database.transaction(async (tx) => {
        const known = await listViews(tx)
        const clashes = given.filter(({ name }) => known.some((view) => same(view.name, name))).map(({ name }) => name)
        if (onClash === 'ask' && clashes.length > 0) return { clashes, imported: 0, skipped: 0 }
        if (known.length + given.length > 500) {
          throw new ConsoleError('refused', 'With these there would be more than 500 saved views. Delete some first.')
        }
        let skipped = 0
        for (const view of given) {
          const taken = known.find((one) => same(one.name, view.name))
          if (taken && onClash === 'skip') skipped++
          else if (taken && onClash === 'replace') await store(tx, { ...taken, ...view, changedAt: Date.now() })
          else {
            const added = { ...view, name: freeName(view.name, known), id: randomUUID(), changedAt: Date.now() }
            known.push(await store(tx, added))
          }
        }
        return { clashes: [], imported: given.length - skipped, skipped }
      })
      if (imported.imported > 0) context.announce('views.changed', { id: '' })
      return imported
    },
  }
}
