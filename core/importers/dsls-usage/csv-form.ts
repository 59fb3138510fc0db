import { csvFields } from '../tables/csv-fields.ts'
import { countOf, hostOf, modelOf, type PoolRow, pathOf, type UserRow } from './usage-rows.ts'

/** Reads rows below a header `Editor,EditorId,Feature,Model,…` by the names of their columns. */
export interface CsvForm {
  /** undefined: a field is missing or no number. A row of a pool that nobody uses is short and has no user. */
  row(text: string): { readonly pool: PoolRow; readonly user: UserRow | undefined } | undefined
}

export const isCsvHeader = (text: string): boolean => /^Editor,\s*EditorId,\s*Feature,/i.test(text)

export const createCsvForm = (header: string): CsvForm => {
  const names = header.split(',').map((name) => name.trim().toLowerCase())
  const column = (name: string): number => names.indexOf(name.toLowerCase())
  const at = {
    editor: column('Editor'),
    feature: column('Feature'),
    model: column('Model'),
    commercial: column('Commercial Type'),
    release: column('Max Release Number'),
    releaseDate: column('Max Release Date'),
    pricing: column('Pricing Structure'),
    expiration: column('Expiration Date'),
    customer: column('Customer ID'),
    count: column('Count'),
    tokens: column('Tokens'),
    host: column('Host'),
    user: column('User'),
    process: column('Active Process'),
    client: column('Client Code Version'),
    session: column('Session ID'),
    queue: column('Queue Position'),
  }
  return {
    row(text) {
      const fields = csvFields(text, ',')
      if (!fields) return undefined
      const field = (position: number): string => fields[position]?.trim() ?? ''
      const licences = countOf(field(at.count))
      if (field(at.feature) === '' || Number.isNaN(licences)) return undefined
      const pool: PoolRow = {
        editor: field(at.editor),
        feature: field(at.feature),
        release: field(at.release),
        model: modelOf(field(at.model)),
        pricing: field(at.pricing),
        licences,
        key: [at.commercial, at.releaseDate, at.expiration, at.customer].map(field).join('\t'),
      }
      if (field(at.user) === '' && field(at.host) === '') return { pool, user: undefined }
      const count = pool.model === 'Token' ? countOf(field(at.tokens)) : 1
      if (!(count > 0)) return undefined
      const user: UserRow = {
        pool,
        user: field(at.user),
        host: hostOf(field(at.host)),
        process: pathOf(field(at.process)),
        clientVersion: field(at.client),
        session: field(at.session),
        count,
        isQueued: field(at.queue) !== '' && field(at.queue) !== '0',
      }
      return { pool, user }
    },
  }
}
