import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedDays } from '../observation/observed-days.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { denialReason } from './denial-reasons.ts'
import { type Handle, handleOf, textOfHandle } from './handle.ts'
import {
  type CheckoutRows,
  createOpenCheckouts,
  type Holder,
  newCheckout,
  type OpenCheckout,
} from './open-checkouts.ts'
import { createProductPools, holderValues, type Pool, type SeriesCapacity } from './product-pools.ts'
import { createQuickHolders } from './quick-holders.ts'
import { createQuickRecord, scanQuick } from './quick-scan.ts'
import { createRecordClock } from './record-clock.ts'
import { createRecordFields, joinUser, readFields, stateOf, wholeNumber } from './record-fields.ts'
import type { ReportState } from './report-state.ts'
import { silentRecords, zoneOf } from './silent-records.ts'

/** From this version of the log on, all that is in use is listed at its start. */
const firstComplete = 10

export const createRlmReportReader = (
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as ReportState | undefined
  let server = state?.server ?? ''
  let daemon = state?.daemon ?? ''
  let isInHeader = state?.isInHeader ?? false
  let version = state?.version ?? 0
  let isComplete = state?.isComplete ?? false
  const clock = createRecordClock(state?.now ?? (startDay === undefined ? Number.NaN : startDay * 86400))
  let pools = createProductPools(state?.pools)
  const open = createOpenCheckouts()
  const fields = createRecordFields()
  const quick = createQuickRecord()
  const { texts } = fields
  /** By the words of the line up to the host. */
  const holders = new Map<string, Holder>()
  const quickHolders = createQuickHolders()
  /** `quick` holds what the line says. */
  let isQuick = false
  const forgetHolders = (): void => {
    holders.clear()
    quickHolders.clear()
  }
  let at = state?.now ?? 0
  let text = ''
  let lineNumber = 0

  const holderOf = (values: readonly string[]): Holder => ({ subject: writer.subjectOf('licence', values), values })
  const detailOf = (handle: Handle): number => (typeof handle === 'number' ? handle : writer.text(handle))
  const serverSubject = (): number => writer.subject('server', { server, daemon, manager: 'RLM' })
  const rows: CheckoutRows = {
    out: ({ subject }, count, detail) => writer.row(UsageKind.out, at, 0, subject, count, detail),
    in: ({ subject }, count, detail) => writer.row(UsageKind.in, at, 0, subject, count, detail),
  }
  /** Who waits, by handle: in the small form the end of a wait does not say who. */
  const waiting = new Map<Handle, Holder>(
    state?.waiting.map(([handle, values]) => [handleOf(handle), holderOf(values)]),
  )
  if (state) open.restore(state.open, holderOf, detailOf, pools.get)

  /** What follows is of another server or vendor: nothing of before is known of it. */
  const changeTo = (host: string, isv: string): void => {
    observed.end()
    server = host
    daemon = isv
    forgetHolders()
    open.clear()
    pools = createProductPools()
  }
  const tellCapacity = (series: readonly SeriesCapacity[]): void => {
    for (const { product, version: of, licences } of series) {
      const subject = writer.subject('licence', { server, daemon, manager: 'RLM', feature: product, version: of })
      writer.row(UsageKind.capacity, at, 0, subject, licences)
    }
  }
  const observed = createObservedDays(
    (from, to) => writer.row(UsageKind.observed, from, to - from, serverSubject()),
    (time) => {
      at = time
      tellCapacity(pools.all())
    },
    state?.observed,
  )
  const goTo = (time: number): void => {
    observed.note(time)
    clock.now = time
    at = time
  }
  const reject = (reason: string): void => writer.reject(reason, lineNumber, text)
  /** Goes to the time that two fields state, or to that of one in the small form. False: the line was rejected. */
  const isTimed = (first: number): boolean => {
    if (first < 1 || first >= fields.count) reject('torn')
    else if (Number.isNaN(clock.now)) reject('no-year')
    else {
      const date = texts[first] as string
      const isDate = date.charCodeAt(2) === 47
      const isWhole = !isDate || first + 1 < fields.count
      const time = isDate ? clock.dated(date, texts[first + 1] as string) : clock.timed(date)
      if (isWhole && !Number.isNaN(time)) {
        goTo(time)
        return true
      }
      reject(isWhole ? 'bad-time' : 'torn')
    }
    return false
  }
  /** Who holds it; `first`: position of the product, behind it the version, the pool where `hasPool`, the user and the host. */
  const holderAt = (first: number, hasPool: boolean, state: string, requested: string): Holder => {
    const words = text.slice(0, fields.quotedAt)
    const key = requested === '' && state === '' ? words : `${words}\t${state}\t${requested}`
    let holder = holders.get(key)
    if (!holder) {
      const stated = texts[first + 1] as string
      const licensed = pools.versionOf(texts[first] as string, hasPool ? texts[first + 2] : undefined, stated)
      holder = holderOf(holderValues([server, daemon], fields, first, hasPool, licensed, requested, state))
      holders.set(key, holder)
    }
    return holder
  }
  /** Lines of the usual form, of a holder who was met before. */
  const quickCheckOut = (): boolean => {
    isQuick = scanQuick(quick, text, true)
    if (!isQuick || !quickHolders.find(quick, text)) return false
    const { product, pool } = quickHolders.product
    const time = clock.on(quick.date, quick.secondOfDay)
    if (Number.isNaN(time)) return false
    goTo(time)
    giveOut(quick.handle, quick.share, product, pool, quickHolders.holder, quick.count, quick.inUse)
    return true
  }
  const quickCheckIn = (): boolean => {
    if (!scanQuick(quick, text, false)) return false
    const checkout = open.find(quick.handle, undefined)
    if (!checkout || checkout.other) return false
    // IN 1 product …
    const product = text.indexOf(' ', 3) + 1
    if (!text.startsWith(checkout.product, product) || text.charCodeAt(product + checkout.product.length) !== 32)
      return false
    const time = clock.on(quick.date, quick.secondOfDay)
    if (Number.isNaN(time)) return false
    goTo(time)
    takeBack(checkout, quick.inUse)
    return true
  }
  const checkOut = () => {
    // Small: product ver user host "isv" count handle share hh:mm
    // Else: product ver pool# user host "isv" count cur_use cur_resuse handle share pid "project" "product" "version" mm/dd hh:mm:ss …
    const isSmall = text.charCodeAt(text.length - 3) === 58 && text.charCodeAt(text.length - 6) === 32
    readFields(fields, text, isSmall ? 5 : 6)
    const isv = isSmall ? 5 : 6
    const count = joinUser(fields, isv - 2, isv) ? wholeNumber(texts[isv + 1]) : Number.NaN
    const handleAt = isSmall ? 7 : 10
    if (!(count > 0) || fields.count < handleAt + 3) return reject('torn')
    if (!isTimed(isSmall ? 9 : 16)) return
    const handle = handleOf(texts[handleAt] as string)
    const product = texts[1] as string
    const pool = isSmall ? undefined : pools.get(texts[3] as string)
    const stated = isSmall ? Number.NaN : wholeNumber(texts[8]) + wholeNumber(texts[9])
    const state = !isSmall && fields.count > 20 ? stateOf(texts[20] as string) : ''
    const requested = isSmall ? '' : (texts[15] as string)
    const holder = holderAt(1, !isSmall, state, requested)
    if (isQuick && state === '' && requested === '' && !isSmall) quickHolders.add(quick, text, product, pool, holder)
    giveOut(handle, handleOf(texts[handleAt + 1] as string), product, pool, holder, count, stated)
  }
  const giveOut = (
    handle: Handle,
    share: Handle,
    product: string,
    pool: Pool | undefined,
    holder: Holder,
    count: number,
    stated: number,
  ): void => {
    if (waiting.size > 0) waiting.delete(handle)
    const takes = open.open(newCheckout(handle, detailOf(handle), share, holder, product, pool, count), rows)
    if (open.reused) pools.agrees(open.reused.pool, -open.reused.count, Number.NaN)
    const agrees = pools.agrees(pool, takes ? count : 0, stated)
    writer.used(!agrees ? 'checkout whose number in use differs' : takes ? 'checkout' : 'checkout of a shared licence')
  }
  const takeBack = (checkout: OpenCheckout, stated: number): void => {
    const isFree = open.close(checkout, rows)
    const agrees = pools.agrees(checkout.pool, isFree ? -checkout.count : 0, stated)
    writer.used(agrees ? 'check-in' : 'check-in whose number in use differs')
  }
  const checkIn = () => {
    // Small: why count handle hh:mm. Else: why product ver user host "isv" count cur_use cur_resuse handle mm/dd hh:mm:ss
    const isSmall = fields.count === 5
    if (!isSmall && (!joinUser(fields, 4, 6) || fields.count < 11)) return reject('torn')
    const count = wholeNumber(texts[isSmall ? 2 : 7])
    if (!(count > 0)) return reject('torn')
    if (!isTimed(isSmall ? 4 : 11)) return
    const handle = handleOf(texts[isSmall ? 3 : 10] as string)
    const checkout = open.find(handle, isSmall ? undefined : texts[2])
    if (!checkout) {
      // It may have been checked out in the file before, unless this one listed all that was in use.
      if (!isSmall && !isComplete)
        writer.row(UsageKind.in, at, 0, holderAt(2, false, '', '').subject, count, detailOf(handle))
      return isSmall || isComplete
        ? writer.ignored('check-in without its checkout')
        : writer.used('check-in without its checkout')
    }
    takeBack(checkout, isSmall ? Number.NaN : wholeNumber(texts[8]) + wholeNumber(texts[9]))
  }
  const deny = () => {
    // product ver user host "isv" count why last_attempt [pid] mm/dd hh:mm
    const count = joinUser(fields, 3, 5) ? wholeNumber(texts[6]) : Number.NaN
    if (Number.isNaN(count) || fields.count < 11) return reject('torn')
    if (!isTimed(fields.count - 2)) return
    if (texts[8] === '0') return writer.ignored('denial, but the application goes on asking')
    const { subject } = holderAt(1, false, '', '')
    writer.row(UsageKind.denied, at, 0, subject, Math.max(1, count), writer.text(denialReason(texts[7] as string)))
    writer.used('denial')
  }
  const queue = () => {
    // product ver user host "isv" count handle ["project" "product" "version" mm/dd] hh:mm[:ss]
    const count = joinUser(fields, 3, 5) ? wholeNumber(texts[6]) : Number.NaN
    if (!(count > 0) || fields.count < 9) return reject('torn')
    if (!isTimed(fields.count > 9 ? fields.count - 2 : 8)) return
    const holder = holderAt(1, false, '', '')
    const handle = handleOf(texts[7] as string)
    waiting.set(handle, holder)
    writer.row(UsageKind.queued, at, 0, holder.subject, count, detailOf(handle))
    writer.used('queued')
  }
  const dequeue = () => {
    // why product ver user host "isv" count handle mm/dd hh:mm:ss; small: why count handle hh:mm
    const isSmall = fields.count === 5
    if (!isSmall && (!joinUser(fields, 4, 6) || fields.count < 11)) return reject('torn')
    const count = wholeNumber(texts[isSmall ? 2 : 7])
    if (!(count > 0)) return reject('torn')
    if (!isTimed(isSmall ? 4 : fields.count - 2)) return
    const handle = handleOf(texts[isSmall ? 3 : fields.count - 3] as string)
    const holder = waiting.get(handle) ?? (isSmall ? undefined : holderAt(2, false, '', ''))
    waiting.delete(handle)
    if (!holder) return writer.ignored('end of a wait that began before the log')
    writer.row(UsageKind.dequeued, at, 0, holder.subject, count, detailOf(handle))
    writer.used('dequeued')
  }
  const inUse = () => {
    // product ver pool# user host "isv" count handle [share] pid mm/dd hh:mm:ss
    const count = joinUser(fields, 4, 6) ? wholeNumber(texts[7]) : Number.NaN
    if (!(count > 0) || fields.count < 12) return reject('torn')
    if (!isTimed(fields.count - 2)) return
    const handle = handleOf(texts[8] as string)
    const product = texts[1] as string
    const pool = pools.get(texts[3] as string)
    if (open.find(handle, product)) return writer.ignored('in use, as known')
    const share = fields.count > 12 ? handleOf(texts[9] as string) : handle
    const holder = holderAt(1, true, '', '')
    const takes = open.open(newCheckout(handle, detailOf(handle), share, holder, product, pool, count), rows)
    pools.agrees(pool, takes ? count : 0, Number.NaN)
    writer.used('in use at the start')
  }
  const product = () => {
    // name ver pool# count #res soft "hostid" …
    const count = wholeNumber(texts[4])
    if (fields.count < 7 || Number.isNaN(count)) return reject('torn')
    if (Number.isNaN(clock.now)) return reject('no-year')
    pools.list(texts[3] as string, texts[1] as string, texts[2] as string, count)
    forgetHolders()
    writer.used('product')
  }
  /** All that is open ends here, as far as this file knows it. */
  const endAll = (time: number): void => {
    writer.row(UsageKind.ended, time, 0, serverSubject())
    open.clear()
    pools.restart(true)
  }
  const start = () => {
    const time = clock.full(texts[2] ?? '', texts[3] ?? '')
    if (fields.count < 4) return reject('torn')
    if (Number.isNaN(time)) return reject('bad-time')
    observed.flush()
    isInHeader = false
    const isNew = version >= firstComplete
    if (isNew && open.size > 0) endAll(observed.last)
    if (server !== texts[1]) changeTo(texts[1] as string, daemon)
    writer.server(server)
    observed.begin(time)
    clock.now = time
    at = time
    isComplete = isNew
    if (isNew) endAll(time)
    else pools.restart(false)
    writer.used('start')
  }
  const end = (kind: string, isKnown: boolean): void => {
    if (!isKnown) return
    if (version >= firstComplete || kind === 'shutdown') endAll(at)
    observed.flush()
    writer.used(kind)
  }
  const fullTime = (dateAt: number): boolean => {
    const time = clock.full(texts[dateAt] ?? '', texts[dateAt + 1] ?? '')
    if (fields.count < dateAt + 2 || Number.isNaN(time)) {
      reject(fields.count < dateAt + 2 ? 'torn' : 'bad-time')
      return false
    }
    // A stamp has no seconds, so it may seem to lie before the line above.
    goTo(clock.now > time && clock.now < time + 60 ? clock.now : time)
    return true
  }
  const timeJump = (): void => {
    // TIMEJUMP [+|-]minutes mm/dd hh:mm:ss
    const minutes = Number(texts[1])
    if (Math.abs(minutes) < 5_000_000) clock.now += minutes * 60
    if (isTimed(fields.count - 2)) writer.used('clock set')
  }
  const zone = (): void => {
    writer.zone(zoneOf(texts[1] as string, texts[2] as string, text))
    writer.ignored('time zone')
  }
  const other = (word: string) => {
    if (word.length === 10 && word.charCodeAt(2) === 47 && word.charCodeAt(5) === 47) {
      if (fullTime(0)) writer.used('time stamp')
      return
    }
    const kind = silentRecords.get(word)
    if (word === 'ISV:') {
      // ISV: hexavend, RLM version 14.1 BL3
      const isv = (texts[1] ?? '').replace(/,$/, '')
      if (isv !== daemon) changeTo(server, isv)
      writer.daemon(isv)
    }
    if (kind === undefined && !isInHeader) return reject('unknown')
    writer.ignored(kind ?? 'header')
  }
  const header = () => {
    // RLM Report Log Format 0, version 14.1, authenticated
    const stated = /, version (\d+)/.exec(text)
    if (!stated) return other('RLM')
    version = Number(stated[1])
    isInHeader = true
    writer.ignored('header')
  }

  /** By the first word: up to which field an empty text in quotes stands for a name, and what reads it. */
  const records: { readonly [word: string]: readonly [from: number, read: () => unknown] | undefined } = {
    OUT: [6, checkOut],
    IN: [6, checkIn],
    DENY: [5, deny],
    INUSE: [6, inUse],
    QUE: [5, queue],
    DEQUE: [6, dequeue],
    PRODUCT: [0, product],
    START: [0, start],
    SHUTDOWN: [0, () => end('shutdown', isTimed(fields.count - 2))],
    END: [0, () => end('end of the file', fullTime(1))],
    REREAD: [0, () => isTimed(fields.count - 2) && writer.used('reread')],
    TIMEZONE: [0, zone],
    TIMEJUMP: [0, timeJump],
    RLM: [0, header],
  }

  return {
    line(line, number) {
      text = line
      lineNumber = number
      isQuick = false
      if (!pools.isInBlock) {
        if (line.startsWith('OUT ') ? quickCheckOut() : line.startsWith('IN ') && quickCheckIn()) return
      }
      const word = line.slice(0, line.indexOf(' ') >>> 0)
      // A signature may stand between any two records, also inside a block.
      if (pools.isInBlock && word !== 'PRODUCT' && word !== 'AUTH:') tellCapacity(pools.endBlock())
      const record = records[word]
      readFields(fields, line, record?.[0] ?? 0)
      if (record) record[1]()
      else if (fields.count === 0) writer.ignored('blank')
      else other(texts[0] as string)
    },
    flush: observed.flush,
    finish() {
      if (pools.isInBlock) tellCapacity(pools.endBlock())
      observed.flush()
    },
    get settled() {
      return !pools.isInBlock
    },
    save: (): ReportState => ({
      server,
      daemon,
      isInHeader,
      version,
      isComplete,
      now: Number.isNaN(clock.now) ? null : clock.now,
      observed: observed.save(),
      waiting: [...waiting].map(([handle, { values }]) => [textOfHandle(handle), values] as const),
      pools: pools.save(),
      open: open.save(),
    }),
  }
}
