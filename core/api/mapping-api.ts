import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { OfferedFile } from '../contract/imports.ts'
import {
  longestEditedMap,
  type MapCheck,
  type MapImported,
  type MapKind,
  type MapNames,
  type MapSaved,
  mapKinds,
} from '../contract/mapping.ts'
import { dataTypes } from '../data-types/catalogue.ts'
import { currentMap, insertMapRevision, mapRevision, mapRevisions } from '../database/map-table.ts'
import { createQueue } from '../database/queue.ts'
import { allSources } from '../database/source-table.ts'
import type { MapDifference } from '../mapping/compare-maps.ts'
import { mapKindOf, mapRule } from '../mapping/map-kinds.ts'
import type { CoreContext } from './core-context.ts'
import { createKnownNames } from './known-names.ts'
import { previewMap } from './map-preview.ts'
import { readMapFile } from './read-map-file.ts'
import { reportContext } from './report-context.ts'

type MappingCalls = Pick<Api, Extract<keyof Api, `maps.${string}`>>

const malformedShown = 500

export const createMappingApi = (context: CoreContext): MappingCalls => {
  const { database, scans, offeredFiles } = context

  const known = createKnownNames(database, context.dictionary)
  /** How many names the worker was told, by what they are. Names are only ever added, or all are others. */
  const told = new Map<MapNames, string>()
  const inOrder = createQueue()
  const inWorker = async <T>(
    name: 'checkMap' | 'compareMaps',
    params: { readonly kind: MapKind; readonly [key: string]: unknown },
  ): Promise<T> => {
    const [worker] = await scans.workers()
    if (!worker) throw new Error('No scan worker was started.')
    const concept = mapRule(params.kind).names
    await inOrder(async () => {
      const names = await known.of(concept)
      const stamp = stampOf(names)
      if (told.get(concept) === stamp) return
      await worker.call('knowNames', { concept, known: names })
      told.set(concept, stamp)
    })
    return worker.call<T>(name, params)
  }
  /** What the lists say of a saved map, until it or the known names change. */
  const checked = new Map<
    MapKind,
    { readonly text: string; readonly names: string; readonly check: Promise<MapCheck> }
  >()
  const checkSaved = async (kind: MapKind, text: string): Promise<MapCheck> => {
    const { names: concept } = mapRule(kind)
    const logged = concept === 'user' || concept === 'host' ? context.dictionary.names[concept].length : 0
    const names = `${logged} ${stampOf(await known.of(concept))}`
    const before = checked.get(kind)
    if (before?.text === text && before.names === names) return before.check
    const check = inWorker<MapCheck>('checkMap', { kind, text })
    checked.set(kind, { text, names, check })
    return check
  }
  const textOf = async (kind: MapKind, revision: number): Promise<string> => {
    if (revision === 0) return ''
    const row = await mapRevision(database, kind, revision)
    if (!row) throw new ConsoleError('not-found', `There is no revision ${revision} of ${kind}.`)
    return row.text
  }

  const save = async (
    kind: MapKind,
    given: string,
    origin: string,
    expectedRevision: number | undefined,
  ): Promise<MapSaved> => {
    const text = given.replace(/^\uFEFF/, '')
    const { lines, findingCounts } = await inWorker<MapCheck>('checkMap', { kind, text })
    const savedAt = Date.now()
    const outcome = await database.transaction(async (tx) => {
      const before = await currentMap(tx, kind)
      const revision = before?.revision ?? 0
      const told = { revision, savedAt: before?.saved_at, before: before?.text ?? '' }
      if (expectedRevision !== undefined && revision !== expectedRevision)
        return { ...told, state: 'conflict' as const }
      if (before ? before.text === text : text === '') return { ...told, state: 'unchanged' as const }
      await insertMapRevision(tx, kind, { revision: revision + 1, saved_at: savedAt, origin, lines, text })
      return { ...told, revision: revision + 1, savedAt, state: 'saved' as const }
    })
    const { state, revision } = outcome
    let changedNames = 0
    if (state === 'saved') {
      const difference = await inWorker<MapDifference>('compareMaps', { kind, before: outcome.before, after: text })
      changedNames = difference.changedNames
      context.announce('maps.changed', { kind, revision })
      void context.events.log({
        severity: 'info',
        kind: 'change',
        subject: kind,
        message: 'Map was saved',
        detail: `Revision ${revision}, ${origin}: ${lines === 1 ? 'one line' : `${lines.toLocaleString('en-US')} lines`}.`,
      })
      // Groups are found when a report asks: nothing stored has to be derived again.
      context.announce('data.changed', { sources: (await allSources(database)).map(({ id }) => id) })
    }
    return {
      state,
      revision,
      ...(outcome.savedAt === undefined ? {} : { savedAt: outcome.savedAt }),
      changedNames,
      malformed: findingCounts.malformed,
    }
  }

  const importOne = async (path: string, fileName: string, given: MapKind | undefined): Promise<MapImported> => {
    const nothing = { fileName, groups: 0, malformed: [], malformedCount: 0, state: 'refused' as const }
    const kind = given ?? mapKindOf(fileName)
    if (!kind)
      return {
        ...nothing,
        outcome: `Its name is none of ${mapKinds.join(', ')}. Say which map it is. Nothing was saved.`,
      }
    const text = await readMapFile(path).catch((error: Error) => error)
    if (text instanceof Error) return { ...nothing, kind, outcome: `${text.message} The ${kind} in force stays.` }
    const check = await inWorker<MapCheck>('checkMap', { kind, text })
    const malformedCount = check.findingCounts.malformed
    const malformed = check.findings.filter((one) => one.kind === 'malformed').slice(0, malformedShown)
    if (malformedCount > 0 && check.groups.length === 0 && check.defaults.length === 0)
      return {
        ...nothing,
        kind,
        malformed,
        malformedCount,
        outcome: `No line of it names a group. The ${kind} in force stays.`,
      }
    const { state, revision, changedNames } = await save(kind, text, `imported from ${fileName}`, undefined)
    const groups = `${check.groups.length} ${check.groups.length === 1 ? 'group' : 'groups'}`
    return {
      fileName,
      kind,
      state: state === 'unchanged' ? 'unchanged' : 'saved',
      outcome:
        state === 'unchanged'
          ? `Nothing new: ${kind} says the same already.`
          : `Saved as ${kind}, revision ${revision}: ${groups}; ${namesChanged(changedNames, mapRule(kind).names)}.`,
      revision,
      groups: check.groups.length,
      malformed,
      malformedCount,
    }
  }

  const locate = (file: OfferedFile): { readonly path: string; readonly name: string } => {
    if ('path' in file) return { path: resolve(file.path), name: basename(file.path) }
    const offered = offeredFiles.resolve(file.fileId)
    if (!offered) throw new ConsoleError('not-found', 'A file that was offered is no longer there. Drop it again.')
    return offered
  }

  return {
    'maps.list': async () =>
      Promise.all(
        mapKinds.map(async (kind) => {
          const rule = mapRule(kind)
          const row = await currentMap(database, kind)
          const check = await checkSaved(kind, row?.text ?? '')
          return {
            kind,
            names: rule.names,
            firstMatchWins: rule.firstOf !== 'group',
            bracketsAre: rule.brackets,
            purpose: rule.purpose,
            types: typesOf(kind),
            revision: row?.revision ?? 0,
            ...(row ? { savedAt: row.saved_at } : {}),
            lines: check.lines,
            groups: check.groups.length,
            errors: check.findingCounts.malformed,
            warnings: check.findingCounts.duplicate + check.findingCounts.shadowed + check.findingCounts['empty-group'],
            knownNames: check.knownNames,
            unmatchedNames: row ? Math.max(0, ...check.unmatched.map(({ count }) => count)) : check.knownNames,
          }
        }),
      ),
    'maps.read': async ({ kind }) => {
      const row = await currentMap(database, kind)
      const text = row?.text ?? ''
      return {
        ...(await checkSaved(kind, text)),
        kind,
        revision: row?.revision ?? 0,
        ...(row ? { savedAt: row.saved_at } : {}),
        text,
        isTooLongToEdit: text.length > longestEditedMap,
      }
    },
    'maps.check': ({ kind, text }) => inWorker('checkMap', { kind, text }),
    'maps.save': ({ kind, text, expectedRevision, fileName }) =>
      save(kind, text, fileName ? `imported from ${fileName}` : 'edited', expectedRevision),
    'maps.preview': async ({ kind, text, revision, request, limit }) => {
      if (text === undefined && revision === undefined)
        throw new ConsoleError('invalid', 'A preview needs the text of the map or a revision of it.')
      const before = (await currentMap(database, kind))?.text ?? ''
      const after = text ?? (await textOf(kind, revision as number))
      const compare = () => inWorker<MapDifference>('compareMaps', { kind, before, after })
      return previewMap(reportContext(context), { kind, before, after, request, limit, compare })
    },
    'maps.history': async ({ kind }) =>
      (await mapRevisions(database, kind)).map(({ revision, saved_at, origin, lines, characters }, i) => ({
        revision,
        savedAt: saved_at,
        origin,
        lines,
        characters,
        isCurrent: i === 0,
      })),
    'maps.revision': async ({ kind, revision }) => ({ revision, text: await textOf(kind, revision) }),
    'maps.restore': async ({ kind, revision, expectedRevision }) =>
      save(kind, await textOf(kind, revision), restoredFrom(revision), expectedRevision),
    'maps.import': async ({ files, kind }) => {
      const located = files.map(locate)
      const kinds = located.map(({ name }) => kind ?? mapKindOf(name))
      const twice = kinds.find((one, i) => one !== undefined && kinds.indexOf(one) !== i)
      if (twice)
        throw new ConsoleError(
          'invalid',
          `Two of the files are the ${twice}. Nothing was saved; import the one that counts.`,
        )
      const imported: MapImported[] = []
      for (const { path, name } of located) imported.push(await importOne(path, name, kind))
      for (const file of files) if ('fileId' in file) await offeredFiles.release(file.fileId)
      return imported
    },
    'maps.export': async ({ kind, revision }) => {
      const text =
        revision === undefined ? ((await currentMap(database, kind))?.text ?? '') : await textOf(kind, revision)
      const id = randomUUID()
      const path = join(await context.exportsFolder(), `${id}.map`)
      await writeFile(path, text)
      context.exports.set(id, { path, fileName: kind, contentType: 'text/plain; charset=utf-8' })
      return { exportId: id, fileName: kind, bytes: Buffer.byteLength(text) }
    },
  }
}

const restoredFrom = (revision: number): string => (revision === 0 ? 'emptied' : `revision ${revision} restored`)

const namesChanged = (count: number, names: MapNames): string => {
  const [one, many] = wordsOfNames[names]
  if (count === 0) return `no known ${one} changes its group`
  return `${count.toLocaleString('en-US')} ${count === 1 ? `${one} changes its group` : `${many} change their groups`}`
}

const wordsOfNames: { readonly [N in MapNames]: readonly [one: string, many: string] } = {
  user: ['user', 'users'],
  host: ['machine', 'machines'],
  program: ['program', 'programs'],
  'web-application': ['web application', 'web applications'],
  address: ['domain', 'domains'],
  feature: ['feature', 'features'],
  software: ['program or feature', 'programs and features'],
}

/** Whether names are those of before, all but surely. */
const stampOf = (names: readonly string[]): string =>
  `${names.length} ${names.reduce((sum, { length }) => sum + length, 0)} ${names.at(-1) ?? ''}`

/** Types that read the map: those its rule names, else those with a classification that is filled from it. */
const typesOf = (kind: MapKind): readonly number[] =>
  mapRule(kind).types ??
  dataTypes.filter(({ classifications }) => classifications.some(({ help }) => help.includes(kind))).map(({ id }) => id)
