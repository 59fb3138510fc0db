import { softwareCatalogue } from '../../mapping/software-catalogue.ts'
import type { CountingWay, TypeContext, TypedUses, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { eventSeries } from './licence-event-types.ts'
import { createNameGroups } from './name-groups.ts'
import { createProgramNames, observedOnAny, type ProgramKind } from './program-names.ts'
import { createTypedBuilder } from './typed-builder.ts'
import { unknownValue, type Values } from './values.ts'

interface ProgramTypeOptions {
  readonly id: number
  readonly way: CountingWay
  readonly of?: ProgramKind
  /** What a level is counted of; of the other ways there is one series for each zone. */
  readonly seriesOf?: (values: Values) => readonly (string | undefined)[]
  readonly takes?: (values: Values) => boolean
  /** Values from the software catalogue; what is not in it is left out. */
  readonly isNormalised?: boolean
}

const programType = (options: ProgramTypeOptions): UsageType => ({
  id: options.id,
  way: options.way,
  withIdle: options.way === 'level',
  typed: (sources, context) => typedPrograms(sources, context, options),
})

const typedPrograms = (
  sources: readonly SourceUsage[],
  context: TypeContext,
  { of: kind = 'process', seriesOf, takes, isNormalised }: ProgramTypeOptions,
): TypedUses => {
  const programs = createProgramNames(kind, context)
  const builder = createTypedBuilder(context.spec)
  const groups = createNameGroups(context.spec)
  const normalised = isNormalised ? createNormalised(context) : undefined
  const observed = seriesOf ? observedOnAny(sources, programs.is) : []
  const hasExitStatus = kind === 'process'
  const keyCache = new Map<string, readonly number[]>()
  const keysOf = (subject: number, detail: number, zone: string): readonly number[] => {
    const cached = hasExitStatus ? `${subject}/${detail}/${zone}` : `${subject}/${zone}`
    const known = keyCache.get(cached)
    if (known) return known
    const own = programs.of(subject)
    const software = normalised ? normalised.of(own) : {}
    let keys: readonly number[] = []
    if (software && (takes?.(own) ?? true)) {
      const values: Values = {
        ...own,
        ...software,
        ...(hasExitStatus ? { 'exit-status': context.subjects.text(detail) } : {}),
      }
      const series = seriesOf
        ? builder.series(seriesOf(values).join('\u0000'), () => ({
            zone,
            observed,
            knownAt: Number.POSITIVE_INFINITY,
            capacity: [],
          }))
        : builder.series(zone, () => eventSeries(zone))
      keys = groups.of(own.user ?? '', own.host ?? '').map((group) => builder.key({ ...values, ...group }, series))
    }
    keyCache.set(cached, keys)
    return keys
  }
  for (const { held, zone } of sources)
    for (let i = 0; i < held.size; i++) {
      const subject = held.subject[i] as number
      if (!programs.is(subject)) continue
      for (const key of keysOf(subject, held.detail[i] as number, zone))
        builder.use(key, held.start[i] as number, held.end[i] as number, held.count[i] as number)
    }
  if (seriesOf)
    for (const { known, zone } of sources)
      for (const { subject, at } of known) {
        if (!programs.is(subject)) continue
        for (const key of keysOf(subject, 0, zone)) builder.mention(key, at)
      }
  normalised?.tell()
  return builder.take()
}

/** Windows by whatever name; a system that is not told is no Unix either. */
const isUnix = ({ 'operating-system': system = '' }: Values): boolean => system !== '' && !/windows|^win/i.test(system)

const createNormalised = ({ spec, note }: TypeContext) => {
  const catalogue = softwareCatalogue(spec.maps['software-catalogue.map'] ?? '')
  const leftOut = new Set<string>()
  return {
    of({ executable = '', path = '', application = '' }: Values): Values | undefined {
      const found = catalogue.ofProgram(executable, path, application)
      if (!found) leftOut.add(application)
      return found && { 'software-id': found.id || unknownValue, 'software-title': found.title }
    },
    tell() {
      if (leftOut.size > 0)
        note(
          `${leftOut.size} ${leftOut.size === 1 ? 'program is' : 'programs are'} left out: no line of software-catalogue.map names ${leftOut.size === 1 ? 'it' : 'them'}.`,
        )
    },
  }
}

const ofSoftware = (values: Values) => [values['software-id'], values['software-title']]

export const programTypes: readonly UsageType[] = [
  programType({ id: 31, way: 'executions' }),
  programType({ id: 34, way: 'level', seriesOf: ({ application, executable }) => [application, executable] }),
  programType({ id: 35, way: 'level', seriesOf: ({ application }) => [application], takes: isUnix }),
  programType({ id: 81, way: 'key' }),
  programType({ id: 82, way: 'key' }),
  programType({ id: 96, way: 'raw' }),
  programType({ id: 130, way: 'presences' }),
  programType({ id: 149, way: 'level', seriesOf: ofSoftware, isNormalised: true }),
  programType({ id: 150, way: 'group', isNormalised: true }),
  programType({ id: 151, way: 'key', isNormalised: true }),
  programType({ id: 105, way: 'key', of: 'module' }),
  programType({ id: 106, way: 'level', of: 'module', seriesOf: ({ module }) => [module] }),
]
