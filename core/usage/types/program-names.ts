import { applicationMap } from '../../mapping/application-map.ts'
import type { TypeContext } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { joinObserved } from './observed-time.ts'
import type { Values } from './values.ts'

export type ProgramKind = 'process' | 'module'

export interface ProgramNames {
  is(subject: number): boolean
  /** Application from the map, else as the source states it, else the file name. */
  of(subject: number): Values
}

/** What the classifications of programs and their modules say; looked up once for each subject. */
export const createProgramNames = (kind: ProgramKind, { spec, subjects }: TypeContext): ProgramNames => {
  const applications = applicationMap(spec.maps['application.map'] ?? '')
  const isOfKind: boolean[] = []
  const known: (Values | undefined)[] = []
  return {
    is(subject) {
      isOfKind[subject] ??= subjects.kind(subject) === kind
      return isOfKind[subject] as boolean
    },
    of(subject) {
      const before = known[subject]
      if (before) return before
      const [executable, path, stated] = (['executable', 'path', 'application'] as const).map((name) =>
        subjects.attribute(subject, kind, name),
      ) as [string, string, string]
      const application = applications.of(executable, path)?.application || stated || executable
      const values: Values = {
        host: subjects.attribute(subject, kind, 'host'),
        domain: subjects.attribute(subject, kind, 'domain'),
        user: subjects.attribute(subject, kind, 'user'),
        'operating-system': subjects.attribute(subject, kind, 'system'),
        architecture: subjects.attribute(subject, kind, 'architecture'),
        executable,
        path,
        application,
        ...(kind === 'module' ? { module: subjects.attribute(subject, 'module', 'module'), feature: application } : {}),
      }
      known[subject] = values
      return values
    },
  }
}

/** When any machine of the sources was looked at; a program is watched on all of them. */
export const observedOnAny = (sources: readonly SourceUsage[], is: (subject: number) => boolean) =>
  joinObserved(
    sources
      .filter(({ held, known }) => known.some(({ subject }) => is(subject)) || held.subject.some(is))
      .flatMap(({ observed }) => observed),
  )
