import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { MapKind } from '../../core/contract/mapping.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type ServerGroup, serverGroupsOf } from './server-groups.ts'

/** A group of users or machines, as the map it stands in has it. */
export interface MappedGroup {
  readonly kind: MapKind
  readonly name: string
  /** In brackets; empty where the map has none. */
  readonly type: string
  /** Known names in it, by its lines and by DEFAULT, and the first 100 of them. */
  readonly members: number
  readonly names: readonly string[]
  readonly entries: number
  readonly line: number
}

/** Maps that put names of one kind in groups: the one whose first match counts, and the one of many groups. */
export const mapsOf = {
  users: ['license-user-mapping', 'user-to-groups.map'],
  hosts: ['license-host-mapping', 'host-to-groups.map'],
} as const satisfies { readonly [name: string]: readonly MapKind[] }

export interface MapGroupsState {
  readonly users?: readonly MappedGroup[]
  readonly hosts?: readonly MappedGroup[]
  readonly servers?: readonly ServerGroup[]
  readonly error?: unknown
  readonly watch: () => () => void
  readonly reload: () => void
}

/** Groups that come from elsewhere: from the maps, and from the names that vendor licences are shown under. */
export const createMapGroupsStore = (api: Client) =>
  createStore<MapGroupsState>((set) => {
    const readMap = async (kind: MapKind): Promise<readonly MappedGroup[]> => {
      const { groups } = await api.call('maps.read', { kind })
      return groups.map(({ name, type, members, names, entryCount, line }) => ({
        kind,
        name,
        type: type === 'undef' ? '' : type,
        members,
        names,
        entries: entryCount,
        line,
      }))
    }
    const load = oneAtATime(async () => {
      try {
        const [users, hosts, sources, renames] = await Promise.all([
          Promise.all(mapsOf.users.map(readMap)),
          Promise.all(mapsOf.hosts.map(readMap)),
          api.call('sources.list', {}),
          api.call('sources.renames', {}),
        ])
        set({
          users: users.flat(),
          hosts: hosts.flat(),
          servers: serverGroupsOf(sources, renames),
          error: undefined,
        })
      } catch (error) {
        set({ error })
      }
    }, 1000)
    return {
      watch: () => {
        void load()
        const again = () => void load()
        const ends = [api.on('maps.changed', again), api.on('imports.changed', again), api.on('data.changed', again)]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: () => void load(),
    }
  })
