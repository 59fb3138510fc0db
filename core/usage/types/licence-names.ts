import type { TypeContext } from '../typed-uses.ts'
import { unknownValue } from './values.ts'

/** What subjects of licences are called; looked up once for each. */
export interface LicenceNames {
  isLicence(subject: number): boolean
  /** `server;daemon`, or the name that the settings show in its place; `undef` where neither server nor daemon is known. */
  vendorLicence(subject: number): string
  nameOf(server: string, daemon: string): string
  /** Server and daemon. */
  serverOf(subject: number): readonly [string, string]
}

export const createLicenceNames = ({ spec, subjects }: TypeContext): LicenceNames => {
  const shown = new Map(spec.renames)
  const nameOf = (server: string, daemon: string): string => {
    const own = `${server};${daemon}`
    return shown.get(own) ?? (own === ';' ? unknownValue : own)
  }
  const isLicence: boolean[] = []
  const servers: (readonly [string, string])[] = []
  const licences: string[] = []
  const serverOf = (subject: number): readonly [string, string] => {
    let known = servers[subject]
    if (!known) {
      known = [subjects.attribute(subject, 'licence', 'server'), subjects.attribute(subject, 'licence', 'daemon')]
      servers[subject] = known
    }
    return known
  }
  return {
    isLicence(subject) {
      isLicence[subject] ??= subjects.kind(subject) === 'licence'
      return isLicence[subject] as boolean
    },
    vendorLicence(subject) {
      licences[subject] ??= nameOf(...serverOf(subject))
      return licences[subject] as string
    },
    nameOf,
    serverOf,
  }
}

/** How the seed writes licence managers (`flex`, `dsls`, `rlm`); any other is written in lower case as the source has it. */
const managers: { readonly [name: string]: string } = {
  flexnet: 'flex',
  flexlm: 'flex',
  'lm-x': 'lmx',
  'sentinel rms': 'sentinel',
  'ls-dyna': 'lstc',
}

export const managerName = (manager: string): string => {
  const lower = manager.toLowerCase()
  return managers[lower] ?? lower
}
