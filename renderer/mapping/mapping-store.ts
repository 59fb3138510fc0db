import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { MapCheck, MapContent, MapKind, MapRevision, MapSaved, MapSummary } from '../../core/contract/mapping.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { createDraftMemory, type MapDraft, type Memory } from './map-drafts.ts'

/** One map with what is being written on it. */
export interface OpenMap {
  readonly saved?: MapContent
  /** Absent while nothing differs from what is saved. */
  readonly draft?: MapDraft
  /** Of the draft, else of the saved text; a moment behind while somebody types. */
  readonly check?: MapCheck
  /** The check is of an older text. */
  readonly isChecking: boolean
  readonly history?: readonly MapRevision[]
  readonly error?: unknown
  readonly isSaving: boolean
}

export interface MappingState {
  readonly summaries?: readonly MapSummary[]
  readonly error?: unknown
  readonly maps: { readonly [K in MapKind]?: OpenMap }
  /** Loads a kind with its draft, and keeps it current. */
  readonly watch: (kind: MapKind) => () => void
  readonly reload: (kind: MapKind) => void
  /** Resolves when the map and its draft are known. */
  readonly opened: (kind: MapKind) => Promise<void>
  readonly edit: (kind: MapKind, text: string, fileName?: string) => void
  /** @returns the draft that was put away, to bring it back */
  readonly discard: (kind: MapKind) => MapDraft | undefined
  readonly bringBack: (kind: MapKind, draft: MapDraft) => void
  /** `over`: replaces what somebody else saved meanwhile. With a conflict, or when it throws, the draft stays. */
  readonly save: (kind: MapKind, over?: boolean) => Promise<MapSaved>
  readonly restore: (kind: MapKind, revision: number) => Promise<MapSaved>
  readonly readRevision: (kind: MapKind, revision: number) => Promise<string>
}

/** What is shown to be edited. */
export const textOf = ({ draft, saved }: OpenMap): string => draft?.text ?? saved?.text ?? ''

/** Somebody else saved while the draft was written. */
export const isOvertaken = ({ draft, saved }: OpenMap): boolean =>
  draft !== undefined && saved !== undefined && draft.base !== saved.revision

const typingRest = 200
const nothing: OpenMap = { isChecking: false, isSaving: false }

export const createMappingStore = (api: Client, memory: Memory) =>
  createStore<MappingState>((set, get) => {
    const drafts = createDraftMemory(memory)
    const mapOf = (kind: MapKind): OpenMap => get().maps[kind] ?? nothing
    const put = (kind: MapKind, change: Partial<OpenMap>) =>
      set(({ maps }) => ({ maps: { ...maps, [kind]: { ...(maps[kind] ?? nothing), ...change } } }))

    const loadSummaries = oneAtATime(async () => {
      try {
        set({ summaries: await api.call('maps.list', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 500)

    const checkDraft = (kind: MapKind) =>
      oneAtATime(async () => {
        const { draft } = mapOf(kind)
        if (!draft) return
        try {
          const check = await api.call('maps.check', { kind, text: draft.text })
          const now = mapOf(kind).draft
          if (now) put(kind, { check, isChecking: now.text !== draft.text, error: undefined })
        } catch (error) {
          if (mapOf(kind).draft) put(kind, { error, isChecking: false })
        }
      }, typingRest)
    const checks = new Map<MapKind, () => Promise<void>>()
    const check = (kind: MapKind) => {
      const known = checks.get(kind) ?? checkDraft(kind)
      checks.set(kind, known)
      put(kind, { isChecking: true })
      void known()
    }

    const setDraft = (kind: MapKind, draft: MapDraft | undefined) => {
      const { saved } = mapOf(kind)
      const isSame = draft === undefined || (saved !== undefined && draft.text === saved.text)
      const next = isSame ? undefined : draft
      put(kind, next ? { draft: next } : { draft: undefined, check: saved, isChecking: false })
      void drafts.write(kind, next)
      if (next) check(kind)
    }

    const load = async (kind: MapKind) => {
      try {
        const [saved, history, kept] = await Promise.all([
          api.call('maps.read', { kind }),
          api.call('maps.history', { kind }),
          mapOf(kind).saved ? undefined : drafts.read(kind),
        ])
        put(kind, { saved, history, error: undefined })
        const draft = mapOf(kind).draft ?? kept
        setDraft(kind, draft)
      } catch (error) {
        put(kind, { error })
      }
    }

    const afterSaving = async (kind: MapKind) => {
      await load(kind)
      void loadSummaries()
    }

    return {
      maps: {},
      watch: (kind) => {
        void loadSummaries()
        void load(kind)
        const ends = [
          api.on('maps.changed', (changed) => {
            void loadSummaries()
            if (changed.kind === kind) void load(kind)
          }),
          // New names may have come: what matches is another matter now.
          api.on('imports.changed', () => void loadSummaries()),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: (kind) => {
        void loadSummaries()
        void load(kind)
      },
      opened: async (kind) => {
        if (!mapOf(kind).saved) await load(kind)
      },
      edit: (kind, text, fileName) => {
        const { draft, saved } = mapOf(kind)
        const from = fileName ?? draft?.fileName
        setDraft(kind, { base: draft?.base ?? saved?.revision ?? 0, text, ...(from ? { fileName: from } : {}) })
      },
      discard: (kind) => {
        const { draft } = mapOf(kind)
        setDraft(kind, undefined)
        return draft
      },
      bringBack: (kind, draft) => setDraft(kind, draft),
      save: async (kind, over = false) => {
        const { draft, saved } = mapOf(kind)
        if (!draft) throw new Error('There is nothing to save: the draft is what is saved already.')
        put(kind, { isSaving: true })
        try {
          const done = await api.call('maps.save', {
            kind,
            text: draft.text,
            expectedRevision: over ? (saved?.revision ?? draft.base) : draft.base,
            ...(draft.fileName ? { fileName: draft.fileName } : {}),
          })
          if (done.state !== 'conflict') {
            // What was typed while it was being saved is a draft over the new revision.
            const { draft: typed, saved: before } = mapOf(kind)
            const isNewer = typed !== undefined && typed.text !== draft.text
            const { revision, savedAt } = done
            // At once, so that the page never shows the state before: what else there is to say of it is read next.
            put(kind, {
              draft: isNewer ? { base: revision, text: typed.text } : undefined,
              saved: before && { ...before, revision, savedAt, text: draft.text },
            })
            void drafts.write(kind, mapOf(kind).draft)
          }
          await afterSaving(kind)
          return done
        } finally {
          put(kind, { isSaving: false })
        }
      },
      restore: async (kind, revision) => {
        const { saved } = mapOf(kind)
        const done = await api.call('maps.restore', { kind, revision, expectedRevision: saved?.revision ?? 0 })
        await afterSaving(kind)
        return done
      },
      readRevision: async (kind, revision) => (await api.call('maps.revision', { kind, revision })).text,
    }
  })

export type MappingStore = ReturnType<typeof createMappingStore>
