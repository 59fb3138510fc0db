import type { MapNames } from '../contract/mapping.ts'
import type { Reader } from '../database/connection.ts'
import { currentMap } from '../database/map-table.ts'
import { createQueue } from '../database/queue.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { lastSubject, subjectNames } from '../database/subject-names.ts'
import type { SubjectAttribute, SubjectKind } from '../facts/usage-fact.ts'
import type { DictionaryMirror } from '../imports/dictionary-mirror.ts'
import { readMap } from '../mapping/read-map.ts'
import { domainOf, unmappedApplication } from '../mapping/web-domain-map.ts'

/** Names that imports brought, as lines of maps have them. */
export interface KnownNames {
  /** Without the users and hosts of licence logs, which the scan workers know themselves. */
  of(names: MapNames): Promise<readonly string[]>
}

type OneName = 'user' | 'host' | 'program' | 'address' | 'feature'

/** Where the names of one sort stand, and what they are made of. */
type Place = {
  readonly [Kind in SubjectKind]: {
    readonly kind: Kind
    readonly attributes: readonly SubjectAttribute<Kind>[]
    readonly name: (values: readonly string[]) => string
  }
}[SubjectKind]

const first = ([name = '']: readonly string[]): string => name
const pathOrFile = ([path = '', executable = '']: readonly string[]): string => path || executable
const domain = ([url = '']: readonly string[]): string => domainOf(url)

const usersOf = (['licence', 'process', 'module', 'address', 'visit', 'request', 'dongle', 'token'] as const).map(
  (kind): Place => ({ kind, attributes: ['user'], name: first }) as Place,
)
const hostsOf = (['licence', 'process', 'module', 'address', 'visit', 'request', 'dongle'] as const).map(
  (kind): Place => ({ kind, attributes: ['host'], name: first }) as Place,
)

const createPlaces = (vendorLicence: (name: string) => string): { readonly [N in OneName]: readonly Place[] } => ({
  user: usersOf,
  host: hostsOf,
  program: [
    { kind: 'process', attributes: ['path', 'executable'], name: pathOrFile },
    { kind: 'module', attributes: ['path', 'executable'], name: pathOrFile },
    { kind: 'address', attributes: ['executable'], name: first },
  ],
  address: [
    { kind: 'visit', attributes: ['url'], name: domain },
    { kind: 'request', attributes: ['url'], name: domain },
  ],
  feature: [
    {
      kind: 'licence',
      attributes: ['server', 'daemon', 'feature'],
      name: ([server, daemon, feature]) => feature && `${vendorLicence(`${server};${daemon}`)} / ${feature}`,
    } as Place,
    {
      kind: 'token',
      attributes: ['sourceHost', 'vendor', 'feature'],
      name: ([host, vendor, feature]) => feature && `${vendorLicence(`${host};${vendor};`)} / ${feature}`,
    } as Place,
  ],
})

/** Subjects read in one answer. */
const subjectsPerRead = 10_000

/** Subjects are only ever added: each is looked at once, until vendor licences get other names. */
export const createKnownNames = (reader: Reader, dictionary: DictionaryMirror): KnownNames => {
  const read = new Map<OneName, { upTo: number; renames: string; readonly names: Set<string> }>()

  /** One reads, the others find what it read. */
  const inTurn = createQueue()
  const subjectsOf = (sort: OneName): Promise<ReadonlySet<string>> => inTurn(() => readOn(sort))
  const readOn = async (sort: OneName): Promise<ReadonlySet<string>> => {
    const renames = sort === 'feature' ? await vendorLicenceRenames(reader) : new Map<string, string>()
    const stamp = JSON.stringify([...renames])
    let known = read.get(sort)
    const last = await lastSubject(reader)
    // A database that was put back to an earlier state has fewer.
    if (!known || known.renames !== stamp || known.upTo > last) known = { upTo: 0, renames: stamp, names: new Set() }
    const places = createPlaces((name) => renames.get(name) ?? name)[sort]
    for (let above = known.upTo; above < last; above += subjectsPerRead)
      for (const { kind, attributes, name } of places) {
        const upTo = Math.min(last, above + subjectsPerRead)
        for (const values of await subjectNames(reader, kind, attributes as readonly never[], above, upTo)) {
          const text = name(values)
          if (text !== '') known.names.add(text)
        }
      }
    known.upTo = last
    read.set(sort, known)
    return known.names
  }

  let logged: { readonly stamp: string; readonly names: ReadonlySet<string> } | undefined
  /** Features of licence logs, at every server that has their daemon. */
  const loggedFeatures = async (): Promise<ReadonlySet<string>> => {
    const renames = await vendorLicenceRenames(reader)
    const rows = await reader.all<{ server: string; daemons: string }>(
      'SELECT DISTINCT source.server, daemons FROM file JOIN source ON source.id = file.source WHERE committed_part > 0',
    )
    const licences = new Set(
      rows.flatMap(({ server, daemons }) => (JSON.parse(daemons) as string[]).map((daemon) => `${server};${daemon}`)),
    )
    const { holders, names } = dictionary
    const stamp = JSON.stringify([holders.size, [...licences], [...renames]])
    if (logged?.stamp === stamp) return logged.names
    const pairs = new Set<number>()
    for (let id = 1; id < holders.size; id++)
      if (holders.feature[id]) pairs.add((holders.daemon[id] as number) * 2 ** 26 + (holders.feature[id] as number))
    const found = new Set<string>()
    for (const pair of pairs) {
      const daemon = names.daemon[Math.floor(pair / 2 ** 26)] as string
      for (const licence of licences)
        if (licence.endsWith(`;${daemon}`))
          found.add(`${renames.get(licence) ?? licence} / ${names.feature[pair % 2 ** 26]}`)
    }
    logged = { stamp, names: found }
    return found
  }

  const features = async (): Promise<string[]> => [
    ...new Set([...(await subjectsOf('feature')), ...(await loggedFeatures())]),
  ]

  return {
    async of(names) {
      switch (names) {
        case 'feature':
          return features()
        case 'software':
          return [...(await subjectsOf('program')), ...(await features())]
        case 'web-application': {
          const { groups, defaults } = readMap(
            'web-domain.map',
            (await currentMap(reader, 'web-domain.map'))?.text ?? '',
          )
          const fallsTo = defaults[0]?.group ?? unmappedApplication
          return (await subjectsOf('address')).size === 0
            ? []
            : [...new Set([...groups.map(({ name }) => name), fallsTo])]
        }
        default:
          return [...(await subjectsOf(names))]
      }
    },
  }
}
