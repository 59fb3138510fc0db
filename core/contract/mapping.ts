import { z } from 'zod'
import { call } from './call.ts'
import { offeredFile } from './imports.ts'
import { reportRequest } from './reports.ts'

/** Maps by file name: of users and machines, of programs and web pages, of licences. */
export const mapKinds = [
  'license-user-mapping',
  'license-host-mapping',
  'user-to-groups.map',
  'host-to-groups.map',
  'application.map',
  'web-domain.map',
  'timeout-per-app.map',
  'featureset.map',
  'package.map',
  'price-list.map',
  'entitlement.map',
  'software-catalogue.map',
] as const
export type MapKind = (typeof mapKinds)[number]
const mapKind = z.enum(mapKinds)

/**
 * What a map has names of: users, machines, programs (file names and paths), web applications, domains and addresses, features
 * (`vendor licence / feature`), or programs and features.
 */
export type MapNames = 'user' | 'host' | 'program' | 'web-application' | 'address' | 'feature' | 'software'

/** Characters a map may have to be edited on a page; a longer one (to 32 MB) comes in as a file. */
export const longestEditedMap = 1_000_000
const mapText = z.string().max(longestEditedMap)
/** 0: nothing was ever saved. */
const revision = z.number().int().nonnegative()

/** What is said of a map where all are listed. Times are epoch milliseconds. */
export interface MapSummary {
  readonly kind: MapKind
  /** Whose names it maps. */
  readonly names: MapNames
  /** `true`: the first match alone counts; `false`: a name belongs to every group that matches. */
  readonly firstMatchWins: boolean
  /** What the word in brackets behind a group is; absent: a part of the group's name. */
  readonly bracketsAre?: 'group type' | 'version' | 'software ID' | 'date'
  /** What it is for, in one sentence. */
  readonly purpose: string
  /** Data types that read it. */
  readonly types: readonly number[]
  /** The saved revision; 0: there is none, every name is `undef`. */
  readonly revision: number
  readonly savedAt?: number
  readonly lines: number
  readonly groups: number
  readonly errors: number
  readonly warnings: number
  /** Names known from imports, and those of them that no line but a DEFAULT takes. */
  readonly knownNames: number
  readonly unmatchedNames: number
}

export interface MapEntry {
  /** 1-based. */
  readonly line: number
  readonly pattern: string
  /** Known names that this line takes; 0 for one that is never reached or matches nothing. */
  readonly takes: number
}

/** One group with all its members; several `MAP:` lines of one name and type are one group. Entries beyond 1,000 are left out. */
export interface MapGroup {
  readonly name: string
  /** In brackets after the name; `undef` where there is none. */
  readonly type: string
  /** Of the first `MAP:` line. */
  readonly line: number
  readonly entries: readonly MapEntry[]
  readonly entryCount: number
  /** Known names in it, by its entries and by DEFAULT. */
  readonly members: number
  /** The first 100 of them, in alphabetical order. */
  readonly names: readonly string[]
}

export interface MapDefault {
  readonly line: number
  readonly group: string
  /** The type it stands for; empty: every type without a DEFAULT of its own. */
  readonly type: string
}

/**
 * - `malformed` (error): the line says nothing that is understood; it is left out
 * - `duplicate`: the same pattern stands in the same group already, or a second DEFAULT for one type
 * - `shadowed`: never reached, earlier lines take all it could
 * - `unused-pattern`, `unused-group`: matches no name known from imports
 * - `empty-group`: a MAP line with no member
 */
export type MapFindingKind = 'malformed' | 'duplicate' | 'shadowed' | 'unused-pattern' | 'unused-group' | 'empty-group'

export interface MapFinding {
  readonly kind: MapFindingKind
  readonly severity: 'error' | 'warning' | 'info'
  /** 1-based. */
  readonly line: number
  /** What is so, in one sentence. */
  readonly message: string
  /** What to do about it, in one sentence. */
  readonly advice: string
  /** The line that takes what this one could, or that says the same. */
  readonly otherLine?: number
}

/** Known names that no entry takes, in one group type: they fall to its DEFAULT, else to `undef`. */
export interface MapUnmatched {
  /** Group type; `undef` for maps without types and groups without brackets. */
  readonly type: string
  /** Where they fall: the DEFAULT's group, else `undef`. */
  readonly fallsTo: string
  readonly count: number
  /** The first 200, in alphabetical order. */
  readonly names: readonly string[]
}

/** A map's text understood: what it says and what is odd about it. */
export interface MapCheck {
  readonly lines: number
  readonly groups: readonly MapGroup[]
  readonly groupTypes: readonly string[]
  readonly defaults: readonly MapDefault[]
  /** In order of lines; of each kind the first 500. */
  readonly findings: readonly MapFinding[]
  /** All of them, by kind. */
  readonly findingCounts: { readonly [K in MapFindingKind]: number }
  readonly unmatched: readonly MapUnmatched[]
  readonly knownNames: number
}

export interface MapContent extends MapCheck {
  readonly kind: MapKind
  readonly revision: number
  readonly savedAt?: number
  readonly text: string
  /** Longer than a page may send back: it can be read, exported and replaced by a file. */
  readonly isTooLongToEdit: boolean
}

export interface MapSaved {
  /**
   * - `saved`: as the newest revision
   * - `unchanged`: the text is the one in force, no revision was made
   * - `conflict`: another revision than the expected one is in force by now; nothing was saved
   */
  readonly state: 'saved' | 'unchanged' | 'conflict'
  /** The revision in force now, and when it was saved. */
  readonly revision: number
  readonly savedAt?: number
  /** Known names whose groups are others now. */
  readonly changedNames: number
  /** Lines that say nothing; they are kept in the text and have no effect. */
  readonly malformed: number
}

export interface MapRevision {
  readonly revision: number
  readonly savedAt: number
  /** How it came about, in words: `edited`, `imported from finance.map`, `revision 3 restored`. */
  readonly origin: string
  readonly lines: number
  readonly characters: number
  readonly isCurrent: boolean
}

export interface MapPreviewRow {
  readonly change: 'changed' | 'added' | 'removed'
  /** One per `MapPreview.columns` of role `time` or `classification`: what the row is about. */
  readonly names: readonly (string | null)[]
  /** One per column of role `measurement`; absent where the row is not there. `null`: does not apply. */
  readonly before?: readonly (number | null)[]
  readonly after?: readonly (number | null)[]
}

/** What a draft would change in a report. Only groups that gain or lose a name are computed; all other rows stay as they are. */
export interface MapPreview {
  readonly columns: readonly { readonly name: string; readonly role: 'time' | 'classification' | 'measurement' }[]
  /** Known names whose group changes; the first 200 of them with where they go. */
  readonly changedNames: number
  readonly moves: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  /** The largest changes first, at most `limit`. */
  readonly rows: readonly MapPreviewRow[]
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** Per affected group over the whole period, in the order of the measurements; `null`: does not apply. */
  readonly totals: readonly {
    readonly group: string
    readonly before?: readonly (number | null)[]
    readonly after?: readonly (number | null)[]
  }[]
  readonly notes: readonly string[]
  readonly milliseconds: number
}

export interface MapImported {
  readonly fileName: string
  /** Absent when the file's name tells no kind and none was given: nothing was saved. */
  readonly kind?: MapKind
  readonly state: 'saved' | 'unchanged' | 'refused'
  /** How it went, in one sentence. */
  readonly outcome: string
  readonly revision?: number
  readonly groups: number
  /** The first 500 lines that say nothing; the good ones are in force. */
  readonly malformed: readonly MapFinding[]
  readonly malformedCount: number
}

export const mappingCalls = {
  /** Every kind of map there is, saved or not. */
  'maps.list': call<readonly MapSummary[]>()(z.strictObject({})),
  /** The saved map; an empty text and revision 0 when there is none. */
  'maps.read': call<MapContent>()(z.strictObject({ kind: mapKind })),
  /** A draft understood and looked over; nothing is saved. */
  'maps.check': call<MapCheck>()(z.strictObject({ kind: mapKind, text: mapText })),
  /** Replaces the map; `fileName` where the text came from a file. Announces `maps.changed` and `data.changed`. */
  'maps.save': call<MapSaved>()(
    z.strictObject({
      kind: mapKind,
      text: mapText,
      expectedRevision: revision,
      fileName: z.string().max(255).optional(),
    }),
  ),
  /**
   * What the draft would change in a report: one of a type that has the map's group. Without `text`, what going back to `revision` would.
   * `groupBy: null` is taken for the group alone over the whole period.
   */
  'maps.preview': call<MapPreview>()(
    z.strictObject({
      kind: mapKind,
      text: mapText.optional(),
      revision: revision.optional(),
      request: reportRequest,
      limit: z.number().int().min(1).max(5000),
    }),
  ),
  /** All revisions, newest first. */
  'maps.history': call<readonly MapRevision[]>()(z.strictObject({ kind: mapKind })),
  /** The text of any revision. */
  'maps.revision': call<{ readonly revision: number; readonly text: string }>()(
    z.strictObject({ kind: mapKind, revision }),
  ),
  /** Undo: saves an old revision as the newest one; revision 0 is the empty map. */
  'maps.restore': call<MapSaved>()(z.strictObject({ kind: mapKind, revision, expectedRevision: revision })),
  /** Reads map files; the kind is told by the file's name unless it is given. Each replaces the map of its kind. */
  'maps.import': call<readonly MapImported[]>()(
    z.strictObject({ files: z.array(offeredFile).min(1).max(50), kind: mapKind.optional() }),
  ),
  /** The saved text as a file to download or save (`host.saveExport`), named as the map is; `revision` for an older one. */
  'maps.export': call<{ readonly exportId: string; readonly fileName: string; readonly bytes: number }>()(
    z.strictObject({ kind: mapKind, revision: revision.optional() }),
  ),
}
