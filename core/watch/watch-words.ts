import type { WatchedFileRow } from '../database/watch-table.ts'
import type { TailOutcome } from '../imports/tail.ts'

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** Why a path cannot be looked at, and what to do; `what` is the path, or a word for it. */
export const unreachableReason = (what: string, code: string | undefined): string => {
  if (code === 'ENOENT')
    return `${what} is not there. Check that its share is connected and that the name is right; it comes back by itself.`
  if (code === 'EACCES' || code === 'EPERM')
    return `${what} may not be read by this user. Allow reading there; it comes back by itself.`
  if (code === 'ENOTDIR') return `${what} is a file now. Watch it as one, or restore the folder.`
  if (code === 'EISDIR') return `${what} is a folder now. Watch it as one, or restore the file.`
  if (code === 'silent') return `${what} does not answer. Check the connection to its machine; it comes back by itself.`
  if (code === 'others')
    return `${what} was not looked at, because other paths do not answer. Check the connection to their machines.`
  return `${what} cannot be read${code ? ` (${code})` : ''}. It is tried again at each look.`
}

/** What a look found, in one or two sentences. */
export const outcomeOfLook = (
  files: readonly Pick<WatchedFileRow, 'state'>[],
  read: readonly (readonly [name: string, outcome: TailOutcome])[],
  cutAt: number | undefined,
): string => {
  const waiting = files.filter(({ state }) => state === 'waiting').length
  const brought = read.filter(([, { lines }]) => lines > 0)
  const lines = brought.reduce((sum, [, outcome]) => sum + outcome.lines, 0)
  const told =
    brought.length === 0
      ? files.length === 0
        ? 'No file matches yet.'
        : waiting === files.length
          ? ''
          : 'Nothing new.'
      : brought.length === 1
        ? `${count(lines, 'new line')} of ${brought[0]?.[0]}.`
        : `${count(lines, 'new line')} of ${count(brought.length, 'file')}.`
  const wait =
    waiting === 0
      ? ''
      : ` ${count(waiting, 'file waits', 'files wait')} until it is certain that nobody is still copying.`
  const cut = cutAt === undefined ? '' : ` Only the first ${count(cutAt, 'file')} are taken; a narrower pattern helps.`
  return `${told}${wait}${cut}`.trim()
}

/** What is found when a path is added. */
export const found = (files: number, kind: 'folder' | 'file', seconds: number): string =>
  kind === 'file'
    ? `The file is there. It is imported in ${count(seconds, 'second')}, once it is certain that nobody is still copying.`
    : files === 0
      ? 'No file in it matches yet. Files are imported as they come.'
      : `${count(files, 'file matches', 'files match')}. ${files === 1 ? 'It is' : 'They are'} imported in ${count(seconds, 'second')}, once it is certain that nobody is still copying.`
