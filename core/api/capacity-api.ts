import type { LicenceFile, LicenceFileDetail, LicenceRecordInfo, TypedCapacity } from '../contract/capacity.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import {
  allTypedCapacity,
  deleteTypedCapacity,
  insertTypedCapacity,
  type TypedCapacityRow,
  typedCapacityById,
  updateTypedCapacity,
} from '../database/capacity-table.ts'
import type { Reader } from '../database/connection.ts'
import type { FileRow } from '../database/file-table.ts'
import type { LicenceFileProblem } from '../facts/licence-record.ts'
import { isDocumentImporter } from '../importers/importer.ts'
import { importerByFormat } from '../importers/registry.ts'
import { standingOf } from '../imports/licence-standing.ts'
import { type CapacityInputs, type LicenceUse, licenceUses, readCapacityInputs } from '../imports/licence-uses.ts'
import { vendorLicencesOf } from '../imports/source-capacity.ts'
import { capacityCourse, expiringLicences, listCapacity } from './capacity-list.ts'
import { asLicences, asStored } from './capacity-origins.ts'
import type { CoreContext } from './core-context.ts'

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** Wall seconds of `2024-03-04` or `2024-03-04T08:30`. @throws ConsoleError `invalid` */
const wallOf = (at: string): number => {
  const [date, time = '00:00'] = at.split('T') as [string, string?]
  const whole = time.length === 5 ? `${time}:00` : time
  const milliseconds = Date.parse(`${date}T${whole}Z`)
  // 2024-02-31 would become a day in March.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(`${date}T${whole}`))
    throw new ConsoleError('invalid', `${at} is no date. Write it as 2024-03-04 or 2024-03-04T08:30.`)
  return milliseconds / 1000
}

const atOf = (wall: number): string => {
  const text = new Date(wall * 1000).toISOString()
  return wall % 86400 === 0 ? text.slice(0, 10) : text.slice(0, wall % 60 === 0 ? 16 : 19)
}

const typedOf = ({ at, licences, ...row }: TypedCapacityRow): TypedCapacity => ({
  ...row,
  at: atOf(at),
  licences: asLicences(licences),
})

const fileOf = (inputs: CapacityInputs, uses: readonly LicenceUse[], file: FileRow): LicenceFile => {
  const own = uses.filter((use) => use.file === file.id)
  const records = inputs.records.filter((record) => record.file === file.id)
  return {
    importId: file.id,
    fileName: file.name,
    path: file.path,
    importedAt: file.started_at,
    uses: own.flatMap((use) => {
      const { hosts, daemon, needsServer } = use
      const told = { hosts, daemon, needsServer, standing: standingOf(inputs, use) }
      return use.sources.length === 0
        ? [told]
        : use.sources.map(({ id, server, daemon: logged }) => ({
            ...told,
            vendorLicence: `${server};${logged}`,
            sourceId: id,
          }))
    }),
    features: new Set(records.map(({ daemon, feature }) => `${daemon}\n${feature}`)).size,
    records: records.length,
    rejected: file.rejected,
    needsServer: own.some(({ needsServer }) => needsServer),
  }
}

/** What one licence file says. @throws ConsoleError `not-found` */
const detailOf = async (reader: Reader, importId: number): Promise<LicenceFileDetail> => {
  const inputs = await readCapacityInputs(reader)
  const uses = licenceUses(inputs)
  const file = inputs.files.find(({ id }) => id === importId)
  if (!file) throw new ConsoleError('not-found', 'There is no such licence file any more.')
  const leftOut = new Map(vendorLicencesOf(inputs, uses).flatMap((licence) => [...licence.leftOut]))
  const importer = importerByFormat(file.format)
  const words = importer && isDocumentImporter(importer) ? { ...importer.rejections, ...importer.notes } : {}
  const { problems = [] } = JSON.parse(file.findings) as { readonly problems?: readonly LicenceFileProblem[] }
  return {
    file: fileOf(inputs, uses, file),
    records: inputs.records
      .filter((record) => record.file === importId)
      .map((record): LicenceRecordInfo => {
        const { line, lastLine, kind, daemon, feature, version, fromVersion, from, until, serial, components } = record
        const why = leftOut.get(record.id)
        return {
          line,
          lastLine,
          kind,
          daemon,
          feature,
          version,
          ...(fromVersion === '' ? {} : { fromVersion }),
          licences: kind === 'PACKAGE' ? null : asLicences(record.licences),
          ...(from === null ? {} : { from: isoDay(from) }),
          ...(until === null ? {} : { expires: isoDay(until - 1) }),
          ...(serial === '' ? {} : { serial }),
          ...(components.length === 0
            ? {}
            : {
                components: components.map((one) =>
                  one.licences === 1 ? one.feature : `${one.feature} (${one.licences} each)`,
                ),
              }),
          ...(why === undefined ? {} : { leftOut: why }),
        }
      }),
    problems: problems.map(({ line, lastLine, reason, isRejected, text }) => ({
      line,
      lastLine,
      severity: isRejected ? 'rejected' : 'note',
      reason: words[reason]?.title ?? reason,
      explanation: words[reason]?.explanation ?? '',
      text,
    })),
  }
}

type CapacityCalls = Pick<Api, Extract<keyof Api, `capacity.${string}`>>

export const createCapacityApi = (context: CoreContext): CapacityCalls => {
  const { database, dictionary, imports } = context

  const known = async (id: number): Promise<TypedCapacityRow> => {
    const row = await typedCapacityById(database, id)
    if (!row) throw new ConsoleError('not-found', 'There is no such value any more.')
    return row
  }

  /** Refuses a second value for one instant. */
  const checkFree = async ({ id, server, daemon, feature, at }: TypedCapacityRow): Promise<void> => {
    const other = (await allTypedCapacity(database)).find(
      (row) =>
        row.id !== id &&
        row.at === at &&
        row.feature === feature &&
        row.server.toLowerCase() === server.toLowerCase() &&
        row.daemon.toLowerCase() === daemon.toLowerCase(),
    )
    if (other)
      throw new ConsoleError(
        'refused',
        `A value for ${feature} from ${atOf(at)} on was typed in before. Change that one, or choose another date.`,
      )
  }

  /** The value is stored already; the days that it changes follow in the background. */
  const derive = async ({ id, server, daemon, feature }: TypedCapacityRow): Promise<void> => {
    context.announce('capacity.changed', { id })
    const source = vendorLicencesOf(await readCapacityInputs(database), []).find(
      (one) => one.server.toLowerCase() === server.toLowerCase() && one.daemon.toLowerCase() === daemon.toLowerCase(),
    )?.source
    if (!source) return
    const { done } = imports.change({
      kind: 'rebuild',
      title: `Apply the licences of ${feature} (${server};${daemon})`,
      sourceId: source.id,
      canCancel: true,
      begin: async () => undefined,
      outcome: 'All days follow the changed number of licences.',
    })
    void done.then(() => context.announce('capacity.changed', { id })).catch(() => undefined)
  }

  return {
    'capacity.files': async () => {
      const inputs = await readCapacityInputs(database)
      const uses = licenceUses(inputs)
      return inputs.files.map((file) => fileOf(inputs, uses, file)).reverse()
    },
    'capacity.file': ({ importId }) => detailOf(database, importId),
    'capacity.list': ({ at }) => listCapacity(database, dictionary, at),
    'capacity.course': (wanted) => capacityCourse(database, dictionary, wanted),
    'capacity.expiring': ({ days }) => expiringLicences(database, days),
    'capacity.typed': async () => (await allTypedCapacity(database)).map(typedOf),
    'capacity.add': async ({ server, daemon, feature, at, licences, note = '' }) => {
      const row = { id: 0, server, daemon, feature, at: wallOf(at), licences: asStored(licences), note }
      await checkFree(row)
      const id = await database.transaction((tx) => insertTypedCapacity(tx, row))
      await derive({ ...row, id })
      return typedOf({ ...row, id })
    },
    'capacity.change': async ({ id, at, licences, note }) => {
      const before = await known(id)
      const row = {
        ...before,
        ...(at === undefined ? {} : { at: wallOf(at) }),
        ...(licences === undefined ? {} : { licences: asStored(licences) }),
        ...(note === undefined ? {} : { note }),
      }
      await checkFree(row)
      await database.transaction((tx) => updateTypedCapacity(tx, row))
      if (row.at !== before.at || row.licences !== before.licences) await derive(row)
      else context.announce('capacity.changed', { id })
      return typedOf(before)
    },
    'capacity.remove': async ({ id }) => {
      const row = await known(id)
      await database.transaction((tx) => deleteTypedCapacity(tx, id))
      await derive(row)
      return typedOf(row)
    },
  }
}
