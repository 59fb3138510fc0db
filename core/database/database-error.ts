import { ConsoleError } from '../contract/errors.ts'

/** The primary SQLite code of an error that came through this layer, such as `SQLITE_FULL`; undefined for any other error. */
export const sqliteCode = (error: unknown): string | undefined => {
  const detail = error instanceof ConsoleError ? error.detail : undefined
  return detail?.match(/^SQLITE_[A-Z]+/)?.[0]
}

const wordings: Record<string, (path: string) => ConstructorParameters<typeof ConsoleError>> = {
  SQLITE_FULL: (path) => [
    'refused',
    `The disk is full: the last change could not be written to ${path}. Everything saved before is kept. Free some space on that disk, then try again.`,
  ],
  SQLITE_BUSY: (path) => [
    'busy',
    `Another program is holding the database ${path}, so the last change was not made. Everything saved before is kept. Close that program or wait, then try again.`,
  ],
  SQLITE_CORRUPT: (path) => [
    'refused',
    `The database ${path} is damaged: a part of it could not be read. The file was not changed. Stop writing to it, keep it together with its -wal file, and restore a backup.`,
  ],
  SQLITE_NOTADB: (path) => [
    'refused',
    `${path} is not a database: it is another kind of file, or its beginning is damaged. It was not changed. Choose another file, or restore a backup in its place.`,
  ],
  SQLITE_READONLY: (path) => [
    'refused',
    `The database ${path} cannot be written: the file or its folder is read-only. Nothing was changed. Allow writing there, or open it for reading only.`,
  ],
  SQLITE_IOERR: (path) => [
    'refused',
    `The disk reported an error at the database ${path}, so the last step was not done. Everything saved before is kept. Check the disk and its connection, then try again.`,
  ],
  SQLITE_CANTOPEN: (path) => [
    'refused',
    `The database ${path} could not be opened: its folder is missing, or it or its -wal file may not be read. Nothing was changed. Check the path and the permissions, then try again.`,
  ],
  SQLITE_INTERRUPT: (path) => [
    'cancelled',
    `Reading from the database ${path} was stopped before it was done. Nothing was changed. Ask again if it is still needed.`,
  ],
}

/** An error of the driver in words, its primary code first in `detail`; anything that is no error of SQLite comes back as it is. */
export const asConsoleError = (error: unknown, path: string): unknown => {
  if (!(error instanceof Error) || !('code' in error) || !/^SQLITE_/.test(String(error.code))) return error
  // The driver's message begins with the code: `SQLITE_FULL: database or disk is full`.
  const wording = wordings[String(error.code)]
  const [code, message] = wording
    ? wording(path)
    : ([
        'internal',
        `The database ${path} refused a step: ${error.message}. That step was not done; everything saved before is kept. Try again, and report it if it happens again.`,
      ] as const)
  return new ConsoleError(code, message, error.message)
}

export const closedError = (path: string): ConsoleError =>
  new ConsoleError('cancelled', `The database ${path} is closed. Nothing was changed. Open it again to go on.`)
