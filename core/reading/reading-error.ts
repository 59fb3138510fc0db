import { basename } from 'node:path'

export type ReadingErrorCode =
  | 'not-found'
  | 'not-permitted'
  | 'not-a-regular-file'
  | 'path-unusable'
  | 'read-failed'
  | 'archive-unreadable'
  | 'archive-too-many-entries'
  | 'archive-needs-entry'
  | 'entry-encrypted'
  | 'entry-unsupported'
  | 'nested-archive'
  | 'archive-bomb'

/**
 * A file that cannot be read, or not to its end. The message is written for the person who chose the file.
 * `keptBytes` is what was delivered before, in bytes of decompressed content.
 */
export class ReadingError extends Error {
  readonly code: ReadingErrorCode
  readonly keptBytes: number

  constructor(code: ReadingErrorCode, message: string, options: { keptBytes?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'ReadingError'
    this.code = code
    this.keptBytes = options.keptBytes ?? 0
  }
}

export type ReadingWarningCode =
  | 'archive-truncated'
  | 'archive-damaged'
  | 'archive-checksum'
  | 'archive-trailing-bytes'
  | 'file-shrank'
  | 'file-changed'

/** Something odd that did not stop the reading of what came before it. Offsets are bytes. */
export type ReadingWarning = {
  readonly code: ReadingWarningCode
  readonly message: string
  /** Position in the file as it lies on disk. */
  readonly fileOffset: number
  /** Position in the decompressed content. */
  readonly contentOffset: number
}

const systemErrors: Readonly<Record<string, readonly [ReadingErrorCode, string]>> = {
  ENOENT: ['not-found', 'there is no such file'],
  ENOTDIR: ['not-found', 'a part of the path is not a folder'],
  EACCES: ['not-permitted', 'this account has no permission to read it'],
  EPERM: ['not-permitted', 'this account has no permission to read it'],
  EBUSY: ['not-permitted', 'another program has locked it'],
  EISDIR: ['not-a-regular-file', 'it is a folder'],
  ELOOP: ['path-unusable', 'its symbolic links lead in a circle'],
  ENAMETOOLONG: ['path-unusable', 'the path is too long for this system'],
  EINVAL: ['path-unusable', 'the path is not valid on this system'],
  ERR_INVALID_ARG_VALUE: ['path-unusable', 'the path contains a character that no path may contain'],
  EMFILE: ['read-failed', 'too many files are open'],
  ENFILE: ['read-failed', 'too many files are open'],
}

/** Words for an error of the operating system about this path. */
export function asReadingError(error: unknown, path: string, keptBytes = 0): ReadingError {
  if (error instanceof ReadingError) return error
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  const [readingCode, reason] = systemErrors[code] ?? ['read-failed', code === '' ? message : `the system says ${code}`]
  const kept = keptBytes > 0 ? ` after the first ${countBytes(keptBytes)}` : ''
  return new ReadingError(readingCode, `Could not read ${shownPath(path)}${kept}: ${reason}.`, {
    keptBytes,
    cause: error,
  })
}

/** `12,345 bytes`. */
export function countBytes(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en-US')} bytes`
}

/** A path of thousands of characters would hide the sentence around it. */
export function shownPath(path: string): string {
  const visible = path.replaceAll('\0', '\uFFFD')
  return visible.length <= 300 ? visible : `…${visible.slice(-200)}`
}

/** The last part of the path, for warnings that stand beside the file's name anyway. */
export function shownName(path: string): string {
  return shownPath(basename(path))
}
