// An independent, plain recount of FlexNet debug logs: the twin the engine is checked against, field by field.
// Written only from the page of semantics; it shares no code with the engine. Run it:
//
//   node e2e/recount/main.ts 51 FILE... --zone Europe/Berlin [--server NAME] [--start-date YYYY-MM-DD]   (CSV to stdout)
//   node e2e/recount/main.ts summary FILE... --zone UTC                                                  (what was read)
//
// The steps: log-line.ts (grammar), dating.ts (instants, pieces), log-pieces.ts (streams, overlaps, one log in time), runs.ts,
// feature-lists.ts, matching.ts; then records.ts and event-records.ts make the hourly records, and csv.ts prints them.
//
// Readings: where the semantics leave a choice, this is the one taken here.
//
//  Lines
//  1. Managers are `lmgrd` and `lmadmin`; every other name in the brackets is a vendor daemon, `demo_1` and `demo_pluggin` too.
//     A run "bears the name" of a daemon with a line of its own, not with a line of lmgrd that mentions it.
//  2. A rejected line takes no part in anything: it is not dated, ends no silence, starts no run, breaks no overlap.
//     Reasons: `a time that is none`, `no time`, `torn`, `glued`. An event line whose tail is not understood to its end is torn.
//  3. A line beginning with `(` continues the event line right above it, if the two together parse.
//  4. `-datestamp`: `2024-03-05T08:15:50+01:00` stands in the place of the time or in front of it; Z is UTC, no offset is local.
//  5. In the verbose form the user is the tail's, also where one stands before the `@`; `(3)` counts there like `(3 licenses)`.
//     The tail's time is read as M/D/YYYY H:MM:SS. `DENIED: 2 feature to user` names no host and is torn.
//  6. *Details* of a check-in is its reason too (`SHUTDOWN`), in 75 and 104; in 129 only denials have Details (the seed says so).
//     Codes are `-4,342` or `-4,342:104`, without the system's words. A version is written without its `v`.
//  Dates
//  7. A stated day without a time is the line's own day. A stated time moves the line to the day before or after if that is nearer.
//  8. Repeated hour: the first instant that is not before the line above, else the later one; the first date of a file: the first one.
//  9. A start block ends with its banner and needs one. Its lines before the first date in it are dated backwards from that.
//     It begins a new piece if its first line is more than one hour before the line above it.
// 10. Lines before the first date are dated from it backwards by the mirrored rule (at most one hour after the line below).
//  Streams
// 11. Overlap: the same instants, daemons and texts, consecutive among the lines that parse. The piece that begins earlier keeps
//     them. Bytes that stand at the head of another file are left out at once. The log is merged by always taking the piece
//     whose next line is the earliest, so the order inside a piece stays.
// 12. Two files are one stream if their server is the same and they share a vendor daemon. "A file name it continues": equal but
//     for digits and separators.
//  Runs
// 13. Several exit lines of a daemon within a minute are one exit (`Lost connection`, then `EXITING`): by the letter the second
//     would start a run of its own. lmgrd's `exited with status` opens the minute for late check-ins too; the others do not.
// 14. `Silence` is of the whole stream, more than 86,400 s between two lines. The last line is the last in the order of the log.
// 15. A run starts with its first line, at the earliest instant of its lines: a small back-step after the first line is inside the run,
//     so that time at level (51) and the holders' time (50) agree.
//  Features
// 16. `QUEUED` and `DEQUEUED` make a feature known (they are events); in `PKG (consisting of: A B)` A and B become known, PKG not.
//     A list may break inside the brackets. Packages hold for the whole stream, in the order they were listed.
//  Matching
// 17. An `IN` of more licences than are open closes what is open, the rest is nothing; it is `USAGE NOT FOUND` only with none open.
//     A handle must be equal where both lines have one. `UPGRADE` ends the oldest open checkout whatever its count is.
// 18. Every queue interval of the key ends at `DEQUEUED` or `OUT`; it counts as many licences as the line says.
//  Records
// 19. In a record whose level is a classification, Avg, Max and Min are that level (Elapsed / Running time of the record).
// 20. A false denial is a `DENIED` line only. With several grants the nearest in time decides, the own licence before others.
//     A denial of the 75 family that is not false has `undef` as *Forward Vendor License*.
// 21. `IN (INACTIVE)` without an open `OUT` is `removed` in 75 and 129, `USAGE NOT FOUND` in 104.
// 22. DAEMON START: lmgrd's banner (vendor licence `server;lmgrd`), and a run that begins with the daemon's version line or list;
//     a run that only goes on after a silence or at the head of a file is none. Events without a feature have package `<none>`.
// 23. FEATURE INCREMENT: the very first mention of the feature in the stream, if a list after a reread makes it.
// 24. Counts (no decimals): Record count, Events, Distinct, all Max and Min of licences; six decimals: hours, Avg, percent.
// 25. Rows are sorted by the instant of Time, then text by code unit; a number stands before `undef`.

import { type DatedLine, dateLines } from './dating.ts'
import { readFeatureLists } from './feature-lists.ts'
import type { LocalDay } from './local-time.ts'
import { decodeLines, readLines } from './log-line.ts'
import { groupFiles, mergePieces } from './log-pieces.ts'
import { matchRun } from './matching.ts'
import type { CapacityStep, Checkout, FileCount, LogEvent, Recount, RecountOptions, Stream } from './recount-shapes.ts'
import { findRuns, saysStart } from './runs.ts'

/** Reads the files and says everything the records are made from. Times are UTC seconds. */
export function recount(files: readonly { name: string; bytes: Uint8Array }[], options: RecountOptions): Recount {
  const { zone } = options
  const counts: FileCount[] = []
  const refused: { name: string; reason: string }[] = []
  const dated: { name: string; pieces: DatedLine[][] }[] = []
  for (const file of files) {
    const twin = files.find((other) => other !== file && isPrefix(file, other, files))
    if (twin) {
      refused.push({ name: file.name, reason: `the same bytes stand at the head of ${twin.name}` })
      continue
    }
    const physical = decodeLines(file.bytes)
    const { lines, rejected, blank } = readLines(physical)
    const pieces = dateLines(lines, zone, options.startDate ? dayOf(options.startDate) : undefined)
    if (!pieces) refused.push({ name: file.name, reason: 'no line states a date' })
    else dated.push({ name: file.name, pieces })
    counts.push({
      name: file.name,
      lines: physical.length,
      blank,
      read: lines.length,
      events: lines.filter((line) => line.event).length,
      rejected,
      pieces: (pieces ?? []).map((piece) => ({
        from: piece[0].at,
        to: piece[piece.length - 1].at,
        lines: piece.length,
      })),
    })
  }
  const { streams, unknown } = groupFiles(dated, options.server)
  return {
    zone,
    files: counts,
    streams: streams.map((stream) => {
      const { lines, twice } = mergePieces(stream.files.flatMap((file) => file.pieces))
      return readStream(
        stream.server,
        stream.files.map((file) => file.name),
        lines,
        twice,
      )
    }),
    refused,
    unknownServer: unknown,
  }
}

type InputFile = { readonly name: string; readonly bytes: Uint8Array }

function isPrefix(file: InputFile, other: InputFile, all: readonly InputFile[]): boolean {
  if (file.bytes.length > other.bytes.length) return false
  if (file.bytes.length === other.bytes.length && all.indexOf(file) < all.indexOf(other)) return false
  return Buffer.compare(file.bytes, other.bytes.subarray(0, file.bytes.length)) === 0
}

function dayOf(text: string): LocalDay {
  const [year, month, day] = text.split('-').map(Number)
  return { year, month, day }
}

function readStream(server: string, files: readonly string[], lines: readonly DatedLine[], twice: number): Stream {
  const runs = findRuns(lines)
  const lists = readFeatureLists(lines)
  const events: LogEvent[] = [...lists.events]
  for (const line of lines) {
    const { at, daemon } = line
    if (line.bannerHost !== undefined) events.push({ kind: 'daemon start', at, daemon })
    else if (/^Rereading license file/.test(line.text)) events.push({ kind: 'reload', at, daemon })
  }
  for (const { run, lines: own } of runs)
    if (saysStart(own[0])) events.push({ kind: 'daemon start', at: own[0].at, daemon: run.daemon })

  const checkouts: Checkout[] = []
  const queue: Checkout[] = []
  for (const { run, lines: own } of runs) {
    const matched = matchRun(run, own)
    checkouts.push(...matched.checkouts)
    queue.push(...matched.queue)
    events.push(...matched.events)
  }
  const capacity: CapacityStep[] = []
  for (const { at, daemon, event } of lines)
    if (event?.outOf !== undefined) capacity.push({ daemon, feature: event.feature, at, count: event.outOf })
  return {
    server,
    files,
    lines: lines.length,
    twice,
    firstAt: lines.length > 0 ? lines[0].at : Number.NaN,
    lastAt: lines.length > 0 ? lines[lines.length - 1].at : Number.NaN,
    daemons: [...new Set(runs.map(({ run }) => run.daemon))].sort(),
    runs: runs.map(({ run }) => run),
    known: lists.known,
    packages: lists.packages,
    capacity,
    checkouts,
    queue,
    events,
  }
}
