import { createStore } from 'zustand/vanilla'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { Client } from '../../core/contract/client.ts'
import type { Params } from '../../core/contract/contract.ts'
import type { ApplicationSession, CustomApplication } from '../../core/contract/custom-applications.ts'
import type { Memory } from '../mapping/map-drafts.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type ApplicationDraft, emptyDraft } from './application-draft.ts'

/** What is being written: of an application that exists, or of a new one. */
export type DraftKey = number | 'new'

type Drafts = { readonly [Key in DraftKey]?: ApplicationDraft }

export interface ApplicationsState {
  /** By name. */
  readonly applications?: readonly CustomApplication[]
  /** Agent groups that an application may be assigned to. */
  readonly groups?: readonly AgentGroup[]
  readonly error?: unknown
  /** Of the application on show, at most 1,000, by host. */
  readonly sessions?: readonly ApplicationSession[]
  readonly sessionsError?: unknown
  /** Half-written forms: they outlive a look at another page, and the window. */
  readonly drafts: Drafts
  readonly watch: () => () => void
  readonly watchSessions: (id: number) => () => void
  readonly reload: () => void
  readonly setDraft: (key: DraftKey, draft: ApplicationDraft | undefined) => void
  /** Whether all agents of these groups measure idle time; of no group: whether agents do unless they are told otherwise. */
  readonly measuresIdle: (groups: readonly number[]) => Promise<boolean>
  /** Turns it on where it is off. @returns how to take that back */
  readonly measureIdle: (groups: readonly number[]) => Promise<() => Promise<void>>
  readonly create: (fields: Params<'customApplications.create'>) => Promise<CustomApplication>
  readonly change: (change: Params<'customApplications.change'>) => Promise<CustomApplication>
  /** @returns what it was, for `restore` */
  readonly remove: (id: number) => Promise<CustomApplication>
  readonly restore: (application: CustomApplication) => Promise<CustomApplication>
}

/** What can be written of an application: what is counted of it is left out. */
export const fieldsOf = (application: CustomApplication): Params<'customApplications.create'> => {
  const { name, description, enabled, groups, executables, paths, publishers, harvesting } = application
  return {
    name,
    description,
    enabled,
    groups: [...groups],
    executables: { ...executables },
    paths: [...paths],
    publishers: [...publishers],
    ...(harvesting ? { harvesting } : {}),
  }
}

const draftsName = 'applications.drafts'

/** Reads what an older version may have written: what it did not know is as in a new form. */
const readDrafts = (text: string | undefined): Drafts => {
  try {
    const found = JSON.parse(text ?? '{}') as { readonly [key: string]: Partial<ApplicationDraft> }
    return Object.fromEntries(
      Object.entries(found).map(([key, draft]) => [
        key,
        { ...emptyDraft, ...draft, harvesting: { ...emptyDraft.harvesting, ...draft.harvesting } },
      ]),
    )
  } catch {
    return {}
  }
}

export const createApplicationsStore = (api: Client, memory: Memory) =>
  createStore<ApplicationsState>((set, get) => {
    let shown: number | undefined

    const load = oneAtATime(async () => {
      try {
        const [applications, groups] = await Promise.all([
          api.call('customApplications.list', {}),
          api.call('agentGroups.list', {}),
        ])
        set({ applications, groups, error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 500)

    const loadSessions = oneAtATime(async () => {
      const id = shown
      if (id === undefined) return
      try {
        const sessions = await api.call('customApplications.sessions', { id })
        if (id === shown) set({ sessions, sessionsError: undefined })
      } catch (sessionsError) {
        if (id === shown) set({ sessionsError })
      }
    }, 1000)

    /** On show at once: its page is where one goes next. */
    const put = (application: CustomApplication): CustomApplication => {
      const others = (get().applications ?? []).filter(({ id }) => id !== application.id)
      set({ applications: [...others, application].sort((a, b) => a.name.localeCompare(b.name, 'en')) })
      void load()
      return application
    }

    const configurationOf = (scope: string) => api.call('agents.configuration', { scope })
    const withoutIdle = async (groups: readonly number[]) => {
      const [common, ...own] = await Promise.all(['global', ...groups.map((id) => `group:${id}`)].map(configurationOf))
      const usual = common?.collectors?.idle?.enabled ?? false
      return { usual, off: own.filter(({ collectors }) => !(collectors?.idle?.enabled ?? usual)) }
    }

    const setDraft = (key: DraftKey, draft: ApplicationDraft | undefined) => {
      const { [key]: _before, ...others } = get().drafts
      const drafts = draft ? { ...others, [key]: draft } : others
      set({ drafts })
      void memory.remember(draftsName, Object.keys(drafts).length > 0 ? JSON.stringify(drafts) : undefined)
    }
    let isRecalled = false
    const recallDrafts = async () => {
      if (isRecalled) return
      isRecalled = true
      const kept = readDrafts(await memory.recall(draftsName))
      set(({ drafts }) => ({ drafts: { ...kept, ...drafts } }))
    }

    return {
      drafts: {},
      watch: () => {
        void load()
        void recallDrafts()
        const again = () => void load()
        const ends = [
          api.on('customApplications.changed', again),
          api.on('agentGroups.changed', again),
          api.on('agents.changed', again),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      watchSessions: (id) => {
        shown = id
        set({ sessions: undefined, sessionsError: undefined })
        void loadSessions()
        const again = () => void loadSessions()
        const ends = [api.on('customApplications.changed', again), api.on('agents.changed', again)]
        return () => {
          for (const end of ends) end()
          shown = undefined
        }
      },
      reload: () => {
        void load()
        void loadSessions()
      },
      setDraft,
      measuresIdle: async (groups) => {
        const { usual, off } = await withoutIdle(groups)
        return groups.length === 0 ? usual : off.length === 0
      },
      measureIdle: async (groups) => {
        const { off } = await withoutIdle(groups)
        for (const before of off)
          await api.call('agents.changeConfiguration', {
            ...before,
            collectors: { ...before.collectors, idle: { enabled: true } },
          })
        return async () => {
          for (const before of off) await api.call('agents.changeConfiguration', before)
        }
      },
      create: async (fields) => put(await api.call('customApplications.create', fields)),
      change: async (change) => put(await api.call('customApplications.change', change)),
      remove: async (id) => {
        const removed = await api.call('customApplications.remove', { id })
        set(({ applications }) => ({ applications: applications?.filter((it) => it.id !== id) }))
        setDraft(id, undefined)
        return removed
      },
      restore: async (application) => put(await api.call('customApplications.create', fieldsOf(application))),
    }
  })
