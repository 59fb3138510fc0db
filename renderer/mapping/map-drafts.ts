import type { MapKind } from '../../core/contract/mapping.ts'

/** A map as somebody is writing it, not saved yet. */
export interface MapDraft {
  /** The saved revision it began from; 0: there was none. */
  readonly base: number
  readonly text: string
  /** The file it was read from, where it was. */
  readonly fileName?: string
}

/** Where small values are kept by name for this workstation's user. */
export interface Memory {
  readonly recall: (name: string) => Promise<string | undefined>
  readonly remember: (name: string, value: string | undefined) => Promise<void>
}

/** A kept value holds 100,000 characters; a long draft lies in several. */
const pieceLength = 90_000
const headName = (kind: MapKind) => `mapping.draft.${kind}`
const pieceName = (kind: MapKind, at: number) => `mapping.draft.${kind}.${at}`

interface Head {
  readonly base: number
  readonly fileName?: string
  readonly pieces: number
}

const headOf = (text: string | undefined): Head | undefined => {
  try {
    const head = JSON.parse(text ?? 'null') as Partial<Head> | null
    return typeof head?.base === 'number' && typeof head.pieces === 'number' ? (head as Head) : undefined
  } catch {
    return undefined
  }
}

/** Drafts outlive the page and the window. What cannot be read any more is no draft. */
export const createDraftMemory = ({ recall, remember }: Memory) => ({
  read: async (kind: MapKind): Promise<MapDraft | undefined> => {
    const head = headOf(await recall(headName(kind)))
    if (!head) return undefined
    const pieces = await Promise.all(Array.from({ length: head.pieces }, (_, at) => recall(pieceName(kind, at))))
    if (pieces.includes(undefined)) return undefined
    return { base: head.base, text: pieces.join(''), ...(head.fileName ? { fileName: head.fileName } : {}) }
  },
  write: async (kind: MapKind, draft: MapDraft | undefined): Promise<void> => {
    const before = headOf(await recall(headName(kind)))?.pieces ?? 0
    const pieces = draft ? Math.ceil(draft.text.length / pieceLength) : 0
    const head = draft && JSON.stringify({ base: draft.base, fileName: draft.fileName, pieces } satisfies Head)
    await remember(headName(kind), head)
    for (let at = 0; at < Math.max(before, pieces); at++)
      await remember(pieceName(kind, at), draft?.text.slice(at * pieceLength, (at + 1) * pieceLength) || undefined)
  },
})

export type DraftMemory = ReturnType<typeof createDraftMemory>
