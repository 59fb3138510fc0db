import { noGroupType } from './map-text.ts'
import { programKey } from './match-key.ts'
import { readMap } from './read-map.ts'
import { defaultOf, indexEntries } from './resolve-names.ts'

export interface ApplicationName {
  readonly application: string
  /** In brackets behind it; empty: none. */
  readonly version: string
}

export interface ApplicationMap {
  /** @param path with the file name; empty: unknown. @returns undefined when no line takes it and there is no DEFAULT */
  of(executable: string, path: string): ApplicationName | undefined
}

/** `application.map`: the first line that matches a program's file name or path names its application. */
export const applicationMap = (text: string): ApplicationMap => {
  const map = readMap('application.map', text)
  const index = indexEntries(map)
  const names = map.groups.map(({ name, type }) => ({ application: name, version: type === noGroupType ? '' : type }))
  const otherwise = map.defaults.length > 0 ? { application: defaultOf(map, undefined), version: '' } : undefined
  return {
    of: (executable, path) => {
      const entry = index.first(programKey(path, executable))
      return entry < 0 ? otherwise : names[map.entries[entry]?.group as number]
    },
  }
}
