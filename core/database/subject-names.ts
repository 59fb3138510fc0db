import { type SubjectAttribute, type SubjectKind, subjectAttributes, subjectKinds } from '../facts/usage-fact.ts'
import type { Reader } from './connection.ts'

/**
 * Some attributes of the subjects of a kind with ids in (above, upTo], each combination once; '' where unknown. Keep the range small:
 * all come in one answer.
 */
export const subjectNames = async <Kind extends SubjectKind>(
  reader: Reader,
  kind: Kind,
  attributes: readonly SubjectAttribute<Kind>[],
  above: number,
  upTo: number,
): Promise<string[][]> => {
  const places = attributes.map((name) => (subjectAttributes[kind] as readonly string[]).indexOf(name))
  const rows = await reader.all<{ names: string }>(
    `SELECT DISTINCT json_array(${places
      .map((place) => `(SELECT text FROM usage_text WHERE usage_text.id = texts->>${place})`)
      .join(', ')}) AS names
     FROM subject WHERE kind = ? AND id > ? AND id <= ?`,
    [subjectKinds.indexOf(kind), above, upTo],
  )
  return rows.map(({ names }) => (JSON.parse(names) as (string | null)[]).map((name) => name ?? ''))
}

/** The last subject's id; 0: there are none. */
export const lastSubject = async (reader: Reader): Promise<number> =>
  (await reader.get<{ id: number | null }>('SELECT MAX(id) AS id FROM subject'))?.id ?? 0
