// Files to streams: which pieces belong to which server, which lines are told twice, and the one log in time that remains.

import type { DatedLine } from './dating.ts'
import { isManager } from './log-line.ts'

export type FilePieces = { readonly name: string; readonly pieces: readonly DatedLine[][] }
export type StreamFiles = { server: string; readonly files: FilePieces[] }

const MINIMUM_SECONDS = 3

const keyOf = (line: DatedLine): string => `${line.at}|${line.daemon}|${line.text}`

function canonical(pieces: readonly DatedLine[][]): DatedLine[][] {
  return [...pieces]
    .filter((piece) => piece.length > 0)
    .map((piece) => ({ piece, text: piece.map(keyOf).join('\n') }))
    .sort((a, b) => a.piece[0].at - b.piece[0].at || b.piece.length - a.piece.length || (a.text < b.text ? -1 : 1))
    .map(({ piece }) => piece)
}

type Overlap = {
  readonly piece: number
  readonly from: number
  readonly length: number
  readonly firstPiece: number
  readonly firstFrom: number
}

/** Runs of consecutive equal lines (instant, daemon, text) over at least three different seconds that an earlier stretch already holds. */
export function findOverlaps(pieces: readonly (readonly DatedLine[])[]): Overlap[] {
  const seen = new Map<string, [number, number][]>()
  const overlaps: Overlap[] = []
  pieces.forEach((piece, p) => {
    let i = 0
    while (i < piece.length) {
      let best: Overlap | undefined
      for (const [q, j] of seen.get(keyOf(piece[i])) ?? []) {
        const limit = q === p ? i : pieces[q].length
        let length = 0
        const seconds = new Set<number>()
        while (i + length < piece.length && j + length < limit) {
          if (keyOf(piece[i + length]) !== keyOf(pieces[q][j + length])) break
          seconds.add(piece[i + length].at)
          length++
        }
        if (seconds.size >= MINIMUM_SECONDS && length > (best?.length ?? 0))
          best = { piece: p, from: i, length, firstPiece: q, firstFrom: j }
      }
      const step = best?.length ?? 1
      for (let k = i; k < i + step; k++) {
        const key = keyOf(piece[k])
        const places = seen.get(key)
        if (places) places.push([p, k])
        else seen.set(key, [[p, k]])
      }
      if (best) overlaps.push(best)
      i += step
    }
  })
  return overlaps
}

/** All pieces of a stream as one log: overlaps once, then always the piece whose next line is the earliest. */
export function mergePieces(all: readonly DatedLine[][]): { lines: DatedLine[]; twice: number } {
  const pieces = canonical(all)
  const drop = pieces.map(() => new Set<number>())
  for (const { piece, from, length, firstPiece, firstFrom } of findOverlaps(pieces)) {
    for (let k = 0; k < length; k++) {
      drop[piece].add(from + k)
      if (pieces[piece][from + k].blockStart) pieces[firstPiece][firstFrom + k].blockStart = true
    }
  }
  const queues = pieces.map((piece, p) => piece.filter((_, index) => !drop[p].has(index)))
  const heads = queues.map(() => 0)
  const lines: DatedLine[] = []
  for (;;) {
    let next = -1
    queues.forEach((queue, p) => {
      if (heads[p] >= queue.length) return
      if (next === -1 || queue[heads[p]].at < queues[next][heads[next]].at) next = p
    })
    if (next === -1) break
    lines.push(queues[next][heads[next]++])
  }
  return { lines, twice: drop.reduce((sum, set) => sum + set.size, 0) }
}

const daemonsOf = (file: FilePieces): Set<string> =>
  new Set(file.pieces.flat().flatMap((line) => (isManager(line.daemon) ? [] : [line.daemon])))

const hostOf = (file: FilePieces): string | undefined =>
  file.pieces.flat().find((line) => line.bannerHost !== undefined)?.bannerHost

/** `demo.2024-01-08.log` and `demo.2024-06-08.log` continue one another: digits and separators apart, one name. */
const stemOf = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[\d._\-: ]+/g, '')
    .toLowerCase()

/** Files to streams. `server` names all of them; else a file without a banner joins by overlap, then by file name, else it is `unknown`. */
export function groupFiles(
  files: readonly FilePieces[],
  server?: string,
): { streams: StreamFiles[]; unknown: string[] } {
  const streams: StreamFiles[] = []
  const add = (host: string, file: FilePieces) => {
    const daemons = daemonsOf(file)
    const same = streams.filter((stream) => stream.server === host)
    const sharing = same.filter((stream) =>
      stream.files.some((other) => [...daemonsOf(other)].some((daemon) => daemons.has(daemon))),
    )
    if (sharing.length === 0) {
      if (daemons.size === 0 && same.length === 1) same[0].files.push(file)
      else streams.push({ server: host, files: [file] })
      return
    }
    sharing[0].files.push(file)
    for (const other of sharing.slice(1)) {
      sharing[0].files.push(...other.files)
      streams.splice(streams.indexOf(other), 1)
    }
  }
  const waiting: FilePieces[] = []
  for (const file of files) {
    const host = server ?? hostOf(file)
    if (host === undefined) waiting.push(file)
    else add(host, file)
  }
  const unknown: string[] = []
  // A file that joined may be what the next one overlaps.
  for (let joined = true; joined; ) {
    joined = false
    for (const file of [...waiting]) {
      const matches =
        streams.find((stream) => findOverlapsBetween(stream, file)) ??
        streams.find((stream) => stream.files.some((other) => stemOf(other.name) === stemOf(file.name)))
      if (!matches) continue
      matches.files.push(file)
      waiting.splice(waiting.indexOf(file), 1)
      joined = true
    }
  }
  for (const file of waiting) {
    unknown.push(file.name)
    add('unknown', file)
  }
  return { streams, unknown }
}

function findOverlapsBetween(stream: StreamFiles, file: FilePieces): boolean {
  const own = stream.files.flatMap((other) => other.pieces)
  const pieces = [...own, ...file.pieces]
  return findOverlaps(pieces).some(({ piece, firstPiece }) => piece >= own.length && firstPiece < own.length)
}
