import { LineKind } from '../../facts/line-fact.ts'
import { decodeText } from '../../reading/decoding.ts'
import { hashBytes } from '../../segments/byte-table.ts'
import type { LineParser, LogFindings, ParserOptions } from '../importer.ts'
import { type EventTail, handleNumber, noTail, parseEventText, parseTail, type RejectedEvent } from './event-text.ts'
import { eventWords, otherEvent } from './event-words.ts'
import { createFeatureLists } from './feature-lists.ts'
import { createHolderCache } from './holder-cache.ts'
import { createLineDating } from './line-dating.ts'
import { createPrefix, latin1, readPrefix, sameBytes } from './line-prefix.ts'
import { createLineTally, type LineTally } from './line-tally.ts'
import { daemonEndTold, isManager, isOwnExit, type ListedFeatures, startedList } from './message-kinds.ts'
import type { ParserState } from './parser-state.ts'
import { createSegmentBuilder, type Mark } from './segment-builder.ts'
import { bannerDate, longDate, nearestTo, type StatedDate, timestampDate } from './stated-date.ts'
import { createTailCache } from './tail-cache.ts'

/** Lines of a start block without any date after which the block is given up. */
const longestBlock = 200

/**
 * Parses a FlexNet debug log (README.md has the grammar).
 *
 *   line ─▶ prefix (time, daemon) ─▶ event, or message that dates, lists, starts or ends ─▶ dating ─▶ segment builder
 *
 * The hot path decodes nothing: `"feature" user@host` and what stands behind it are looked up by their bytes.
 */
export const createFlexnetParser = ({ dictionary, startDay, resume }: ParserOptions): LineParser => {
  const saved = resume as ParserState | undefined
  const dating = createLineDating(
    saved?.dating ?? (startDay === undefined ? undefined : { last: startDay, dated: true }),
  )
  const builder = createSegmentBuilder(saved?.builder)
  const tally: LineTally = createLineTally(saved?.tally)
  const holders = createHolderCache()
  const tails = createTailCache(dictionary)
  const prefix = createPrefix()
  const daemonIds = new Map<string, number>()
  const lists = createFeatureLists(saved?.listing)

  let daemonBytes = new Uint8Array(0)
  let daemonName = ''
  let daemonId = 0
  let manager = false
  /** The manager's dashed line, which begins a start block when `Please Note` follows. */
  let dashes: { mark: Mark; wall: number; before: number | undefined; line: number } | undefined
  let blockMark: Mark | undefined
  let blockLines = 0
  /** The last event's tail: it may go on in a line of its own, `(reason)` or `(3 licenses)`. */
  let unfinished: EventTail | undefined
  /** It is likely to: a denial without its reason, or a feature without its quotes. */
  let awaitsMore = false
  let takeHandler: (() => void) | undefined
  let startMark: Mark | undefined = saved?.dating.dated || startDay !== undefined ? undefined : builder.mark()
  let wall = 0
  /** Wall time of the last timed line: where the line just read stands in the file's order. */
  let before: number | undefined = saved?.dating.last ?? undefined

  const switchDaemon = (bytes: Uint8Array): void => {
    const { daemonStart, daemonEnd } = prefix
    if (sameBytes(daemonBytes, bytes, daemonStart, daemonEnd)) return
    daemonBytes = bytes.slice(daemonStart, daemonEnd)
    daemonName = latin1(bytes, daemonStart, daemonEnd)
    manager = isManager(daemonName)
    const id = daemonIds.get(daemonName) ?? dictionary.name('daemon', daemonName)
    daemonIds.set(daemonName, id)
    daemonId = id
    tally.daemon(daemonName, manager)
  }

  /** Places the line by a date it states, and moves what waited for it. */
  const settle = (stated: StatedDate): void => {
    const above = before
    const wasWaiting = dating.waiting
    const placed = dating.placeStated(nearestTo(stated, prefix.secondOfDay))
    wall = placed.wall
    const mark = wasWaiting === 'file' ? startMark : wasWaiting === 'block' ? blockMark : undefined
    if (mark && placed.shift !== 0) builder.shiftFrom(mark, placed.shift)
    if (placed.newPiece) builder.startPiece(mark ?? builder.mark())
    if (wasWaiting !== 'no') {
      startMark = undefined
      blockMark = undefined
      before = above === undefined ? undefined : above + placed.shift
    }
  }

  /** A line that tells of a daemon, not of a feature. */
  const tell = (kind: number, line: number, daemon = daemonId): void =>
    builder.fact(wall, kind, dictionary.holder(daemon, 0, 0, 0), 1, 0, 0, line)

  const series = (feature: string): number => dictionary.holder(daemonId, dictionary.name('feature', feature), 0, 0)

  const holderOf = (feature: string, user: string, host: string): number => {
    series(feature)
    return dictionary.holder(
      daemonId,
      dictionary.name('feature', feature),
      user === '' ? 0 : dictionary.name('user', user),
      host === '' ? 0 : dictionary.name('host', host),
    )
  }

  const slowEvent = (kind: number, bytes: Uint8Array, start: number, end: number, line: number): void => {
    const parsed = parseEventText(decodeText(bytes, start, end), kind === LineKind.upgrade)
    if ('rejected' in parsed) {
      reject(parsed.rejected, bytes, line, end)
      return
    }
    const { feature, user, host, tail } = parsed
    const { verbose } = tail
    if (verbose?.stated && prefix.stamp === undefined) settle(verbose.stated)
    if (verbose) builder.fact(wall, LineKind.capacity, series(feature), verbose.outOf, 0, 0, line)
    builder.fact(
      wall,
      kind,
      holderOf(feature, user, host),
      tail.count,
      dictionary.detail(tail),
      verbose ? handleNumber(verbose.handle) : 0,
      line,
    )
    tally.event(kind)
    unfinished = !verbose && canGoOn(tail) ? tail : undefined
    awaitsMore =
      unfinished !== undefined && (kind === LineKind.denied || kind === LineKind.unsupported || bytes[start] !== 34)
  }

  const event = (kind: number, bytes: Uint8Array, start: number, end: number, line: number): void => {
    unfinished = undefined
    // "feature" user@host  (4 licenses)
    if (bytes[start] === 34 && kind !== LineKind.upgrade) {
      let at = start + 1
      while (at < end && bytes[at] !== 34) at++
      const quote = at
      while (at < end && bytes[at] !== 64) at++
      while (at < end && bytes[at] !== 32 && bytes[at] !== 9) at++
      const holder = holders.find(bytes, start, quote, at, daemonId)
      if (holder > 0) {
        let tail = at
        while (tail < end && (bytes[tail] === 32 || bytes[tail] === 9)) tail++
        if (tail === end) {
          builder.fact(wall, kind, holder, 1, 0, 0, line)
          tally.event(kind)
          unfinished = noTail
          awaitsMore = kind === LineKind.denied || kind === LineKind.unsupported
          return
        }
        const known = tails.at(bytes, tail, end)
        if (known === undefined || known.text.isChange) {
          slowEvent(kind, bytes, start, end, line)
          return
        }
        const { count, detail, text } = known
        builder.fact(wall, kind, holder, count, detail, 0, line)
        tally.event(kind)
        unfinished = canGoOn(text) ? text : undefined
        awaitsMore = unfinished !== undefined
        return
      }
      // The holder's first line: decoded once, found by its bytes from then on.
      const parsed = parseEventText(decodeText(bytes, start, end))
      if (!('rejected' in parsed) && !parsed.tail.verbose) {
        holders.add(bytes, start, quote, at, daemonId, holderOf(parsed.feature, parsed.user, parsed.host))
        event(kind, bytes, start, end, line)
        return
      }
    }
    slowEvent(kind, bytes, start, end, line)
  }

  const reject = (
    reason: RejectedEvent | 'no-prefix' | 'not-a-time' | 'too-long',
    bytes: Uint8Array,
    line: number,
    end: number,
  ): void => {
    tally.reject(reason, line, decodeText(bytes, lineStart, end))
    rejected = true
  }

  let lineStart = 0
  /** The line at hand was turned down: it takes part in nothing, not even in dating. */
  let rejected = false

  const noteOther = (bytes: Uint8Array, line: number, end: number): void => {
    const hash = hashBytes(bytes, prefix.messageStart, end)
    builder.other(wall, daemonId, hash, line)
  }

  const listed = ({ features, packages }: ListedFeatures, line: number): void => {
    for (const feature of features) builder.fact(wall, LineKind.known, series(feature), 1, 0, 0, line)
    for (const { name, components } of packages) {
      const detail = dictionary.detail({ reason: name, codes: '', version: '', tail: '' })
      for (const component of components) builder.fact(wall, LineKind.component, series(component), 1, detail, 0, line)
    }
  }

  const beginBlock = (mark: Mark, wallOfFirst: number, wallAbove: number | undefined): void => {
    if (dating.waiting === 'block') dating.abandonBlock()
    if (dating.waiting === 'no') {
      dating.beginBlock(wallOfFirst, wallAbove)
      blockMark = mark
      blockLines = 0
    }
  }

  /** Dates, lists, starts and ends; everything else is a line that was merely there. */
  const message = (bytes: Uint8Array, start: number, end: number, line: number, above: number | undefined): void => {
    unfinished = undefined
    const first = bytes[start]
    // (@gearld-SLOG@) Time: Mon Mar 04 2024 08:00:00 W. Europe Standard Time
    if (first === 40 && bytes[start + 1] === 64) {
      const slog = /^\(@\S+-SLOG@\) (?:Time|Start-Date):(.*)$/.exec(latin1(bytes, start, end))
      const date = slog ? longDate(slog[1] as string) : undefined
      if (date) {
        settle(date.stated)
        tally.zone(date.zone)
        tally.other('SLOG date')
      } else tally.other('SLOG')
      noteOther(bytes, line, end)
      return
    }
    const interesting =
      manager || lists.isOpen(daemonName) || (first !== undefined && 'TSEdLR'.includes(String.fromCharCode(first)))
    if (!interesting) {
      tally.other('other')
      noteOther(bytes, line, end)
      return
    }
    const text = decodeText(bytes, start, end)
    const continued = lists.next(daemonName, text)
    if (continued) {
      listed(continued, line)
      tally.other('feature list')
      noteOther(bytes, line, end)
      return
    }
    const timestamp = timestampDate(text)
    if (timestamp) {
      settle(timestamp)
      tally.other('TIMESTAMP')
      noteOther(bytes, line, end)
      return
    }
    const started = startedList(text)
    if (started !== undefined) {
      tell(LineKind.daemonStart, line)
      listed(lists.begin(daemonName, started), line)
      tally.other('daemon start')
    } else if (text.startsWith('Rereading license file')) {
      tell(LineKind.reread, line)
      tally.other('reread')
    } else if (!manager && isOwnExit(text)) {
      tell(LineKind.daemonExit, line)
      tally.other('daemon exit')
    } else if (manager) managerMessage(text, line, above)
    else {
      const system = systemDate(text)
      tally.other(system ? 'system date' : 'other')
      if (system) settle(system)
    }
    noteOther(bytes, line, end)
  }

  const systemDate = (text: string): StatedDate | undefined => {
    const rest = /System Date and Time:(.*)$/.exec(text)?.[1]
    const date = rest === undefined ? undefined : longDate(rest)
    if (date) tally.zone(date.zone)
    return date?.stated
  }

  const managerMessage = (text: string, line: number, above: number | undefined): void => {
    if (text.startsWith('-----')) {
      dashes = { mark: builder.mark(), wall, before: above, line }
      tally.other('other')
      return
    }
    if (dashes && /^\s*Please Note/.test(text)) {
      beginBlock(dashes.mark, dashes.wall, dashes.before)
      builder.fact(dashes.wall, LineKind.managerStart, dictionary.holder(daemonId, 0, 0, 0), 1, 0, 0, dashes.line)
      inBlock = true
      blockLines = 0
      dashes = undefined
      tally.other('start block')
      return
    }
    dashes = undefined
    const banner = bannerDate(text)
    const date = banner?.stated ?? systemDate(text)
    if (banner && !inBlock) {
      beginBlock(builder.mark(), wall, above)
      tell(LineKind.managerStart, line)
    }
    if (date) settle(date)
    if (banner) {
      inBlock = false
      tally.server(banner.host)
      tell(LineKind.banner, line)
      tally.other('banner')
      return
    }
    const ended = daemonEndTold(text)
    if (ended !== undefined) {
      tell(LineKind.daemonEnded, line, dictionary.name('daemon', ended))
      tally.other('daemon exit')
    } else if (text.startsWith('EXITING')) {
      tell(LineKind.managerExit, line)
      tally.other('daemon exit')
    } else tally.other(date ? 'system date' : 'other')
  }

  /** Between `Please Note` and the banner, which then begins no block of its own. */
  let inBlock = false

  const continuation = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (!unfinished || bytes[start] !== 40) return false
    const more = parseTail(decodeText(bytes, start, end))
    if ('rejected' in more || more.verbose) return false
    const tail = { ...unfinished, reason: more.reason, codes: more.codes }
    builder.amendLast(more.count, dictionary.detail(tail))
    unfinished = undefined
    return true
  }

  return {
    line(bytes, start, end, line) {
      tally.line()
      lineStart = start
      readPrefix(bytes, start, end, prefix)
      if (prefix.ok !== 'yes') {
        if (end === start || latin1(bytes, start, end).trim() === '') tally.other('blank')
        else if (prefix.ok === 'none' && continuation(bytes, start, end)) tally.other('continuation')
        else reject(prefix.ok === 'none' ? 'no-prefix' : 'not-a-time', bytes, line, end)
        return
      }
      if (takeHandler && dating.waiting === 'no' && dashes === undefined && !inBlock) {
        const handler = takeHandler
        takeHandler = undefined
        handler()
      }
      switchDaemon(bytes)
      if ((inBlock || dating.waiting === 'block') && ++blockLines > longestBlock) {
        dating.abandonBlock()
        blockMark = undefined
        inBlock = false
      }
      const above = before
      const placedBefore = dating.last
      rejected = false
      wall = dating.place(prefix.secondOfDay)
      if (prefix.stamp !== undefined) {
        const stated = Date.parse(`${prefix.stamp}Z`) / 1000
        if (Number.isFinite(stated)) settle({ wall: stated, hasTime: true })
        if (prefix.isUtc) tally.utc()
      }
      const { messageStart: m } = prefix
      const c = bytes[m]
      // OUT: "
      if (c === 79 && bytes[m + 1] === 85 && bytes[m + 2] === 84 && bytes[m + 3] === 58)
        event(LineKind.out, bytes, m + 5, end, line)
      // IN: "
      else if (c === 73 && bytes[m + 1] === 78 && bytes[m + 2] === 58) event(LineKind.in, bytes, m + 4, end, line)
      else {
        const kind = c === 68 || c === 85 || c === 81 ? otherEvent(bytes, m, end) : 0
        if (kind !== 0) event(kind, bytes, m + (eventWords[kind]?.length ?? 0) + 2, end, line)
        else message(bytes, m, end, line, above)
      }
      if (rejected) dating.undo(placedBefore)
      else before = wall
    },
    tooLong(line, firstBytes) {
      tally.line()
      tally.reject('too-long', line, decodeText(firstBytes, 0, Math.min(firstBytes.length, 300)))
    },
    whenTakeable(handler) {
      takeHandler = handler
    },
    get settled() {
      return dating.waiting === 'no' && dashes === undefined && !inBlock && !(unfinished && awaitsMore)
    },
    get pendingRows() {
      return builder.rows
    },
    take() {
      return builder.take()
    },
    save: (): ParserState => ({
      dating: dating.save(),
      builder: builder.save(),
      tally: tally.save(),
      listing: lists.save(),
    }),
    findings: (): LogFindings => ({ ...tally.findings(), dated: dating.waiting !== 'file' }),
  }
}

/** Neither a reason nor a count yet: both may stand in the next line. */
const canGoOn = ({ reason, count }: EventTail): boolean => reason === '' && count === 1
