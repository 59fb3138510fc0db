import type { Notice } from '../contract/tasks.ts'
import type { Database } from '../database/connection.ts'

export interface Notices {
  tell(notice: Pick<Notice, 'severity' | 'title' | 'message'> & { readonly link?: string }): Promise<void>
  list(): Promise<readonly Notice[]>
  markSeen(ids: readonly number[]): Promise<void>
  clear(): Promise<void>
}

const kept = 500

/** What the admin should hear of, kept until cleared. `isQuiet`: told now, it shall not come up by itself. */
export const createNotices = (
  database: Database,
  announce: (id: number) => void,
  isQuiet: () => boolean = () => false,
): Notices => ({
  async tell({ severity, title, message, link = '' }) {
    const { lastId } = await database.transaction(async (tx) => {
      await tx.run('DELETE FROM notice WHERE id <= (SELECT MAX(id) FROM notice) - ?', [kept])
      return tx.run(
        'INSERT INTO notice (severity, title, message, at, link, seen, is_quiet) VALUES (?, ?, ?, ?, ?, 0, ?)',
        [severity, title, message, Date.now(), link, isQuiet() ? 1 : 0],
      )
    })
    announce(lastId)
  },
  async list() {
    const rows = await database.all<Omit<Notice, 'seen'> & { seen: number; link: string; is_quiet: number }>(
      'SELECT * FROM notice ORDER BY id DESC LIMIT 200',
    )
    return rows.map(({ link, seen, is_quiet, ...row }) => ({
      ...row,
      seen: seen === 1,
      ...(link === '' ? {} : { link }),
      ...(is_quiet === 1 ? { isQuiet: true } : {}),
    }))
  },
  async markSeen(ids) {
    await database.transaction((tx) =>
      tx.run('UPDATE notice SET seen = 1 WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]),
    )
    announce(0)
  },
  async clear() {
    await database.transaction((tx) => tx.run('DELETE FROM notice', []))
    announce(0)
  },
})
