import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { denialReason } from './denial-reasons.ts'
import { type CheckoutRows, createOpenCheckouts, type Holder, type OpenCheckout, type SavedCheckout } from './open-checkouts.ts'
import { createProductPools, type PoolsState, type SeriesCapacity } from './product-pools.ts'
import { createRecordClock } from './record-clock.ts'
import { createQuickRecord, scanQuick } from './quick-scan.ts'
import { silentRecords, zoneOf } from './silent-records.ts'
import { createRecordFields, readFields, wholeNumber } from './record-fields.ts'

interface State {
  readonly server: string
  readonly daemon: string
  readonly isInHeader: boolean
  readonly version: number
  /** The file states all that is in use at its start, so nothing from before counts. */
  readonly isComplete: boolean
  readonly now: number | null
  readonly observedFrom: number | null
  readonly observedTo: number | null
  readonly pools: PoolsState
  readonly open: readonly SavedCheckout[]
}

/** A server that says nothing for longer was not running: it writes a stamp each half hour. */
const longestSilence = 86400
const day = 86400
/** From this version of the log on, all that is in use is listed at its start. */
const firstComplete = 10

export const createRlmReportReader = (
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as State | undefined
  let server = state?.server ?? ''
  let daemon = state?.daemon ?? ''
  let isInHeader = state?.isInHeader ?? false
  let version = state?.version ?? 0
  let isComplete = state?.isComplete ?? false
  let observedFrom = state?.observedFrom ?? Number.NaN
  let observedTo = state?.observedTo ?? Number.NaN
  const clock = createRecordClock(state?.now ?? (startDay === undefined ? Number.NaN : startDay * day))
  let pools = createProductPools(state?.pools)
  const open = createOpenCheckouts()
  const fields = createRecordFields()
  const quick = createQuickRecord()
  const { texts } = fields
  /** By the words of the line up to the host. */
  let holders = new Map<string, Holder>()
  let quickHolders = new Map<string, { readonly holder: Holder; readonly product: string; readonly pool: string }>()
  const forgetHolders = (): void => {
    holders = new Map()
    quickHolders = new Map()
  }
  let at = 0
  let text = ''
  let lineNumber = 0

  const holderOf = (values: readonly string[]): Holder => ({ subject: writer.subjectOf('licence', values), values })
  const serverSubject = (): number => writer.subject('server', { server, daemon, manager: 'RLM' })
  const rows: CheckoutRows = {
    out: ({ subject }, count, detail) => writer.row(UsageKind.out, at, 0, subject, count, detail),
    in: ({ subject }, count, detail) => writer.row(UsageKind.in, at, 0, subject, count, detail),
  }
  if (state) open.restore(state.open, holderOf, writer.text)

  const flush = (): void => {
    if (observedTo > observedFrom) writer.row(UsageKind.observed, observedFrom, observedTo - observedFrom, serverSubject())
    observedFrom = observedTo
  }
  /** What follows is of another server or vendor: nothing of before is known of it. */
  const changeTo = (host: string, isv: string): void => {
    flush()
    server = host
    daemon = isv
    observedFrom = Number.NaN
    observedTo = Number.NaN
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
  /** The log goes on at a time: each day tells its capacities anew and is observed by itself. */
  const goTo = (time: number): void => {
    if (!(time - observedTo <= longestSilence)) {
      flush()
      observedFrom = time
      observedTo = time
    } else if (Math.floor(time / day) > Math.floor(observedTo / day)) {
      observedTo = Math.floor(time / day) * day
      flush()
      at = observedTo
      tellCapacity(pools.all())
    }
    if (time > observedTo) observedTo = time
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
  /** Fields of a user with blanks are put together, so that those behind stand where they belong. `quoted`: where the quotes should be. */
  const settleUser = (user: number, quoted: number): boolean => {
    const over = fields.quoted - quoted
    if (over === 0) return true
    if (over < 0) return false
    texts[user] = texts.slice(user, user + over + 1).join(' ')
    texts.copyWithin(user + 1, user + over + 1, fields.count)
    fields.count -= over
    fields.quoted = quoted
    return true
  }
  /** Who holds it; `first`: position of the product, behind it the version, the pool where `hasPool`, the user and the host. */
  const holderAt = (first: number, hasPool: boolean, state: string, requested: string): Holder => {
    const words = text.slice(0, fields.quotedAt)
    const key = requested === '' && state === '' ? words : `${words}\t${state}\t${requested}`
    const cached = holders.get(key)
    if (cached) return cached
    const product = texts[first] as string
    const stated = texts[first + 1] as string
    const pool = hasPool ? pools.get(texts[first + 2] as string) : undefined
    const user = first + (hasPool ? 3 : 2)
    const licensed = pool?.product === product ? pool.version : stated
    const application = requested !== '' ? requested : licensed === stated ? '' : stated
    const names = [server, daemon, 'RLM', '', product, licensed, texts[user] ?? '', texts[user + 1] ?? '', application]
    const holder = holderOf([...names, '', state])
    holders.set(key, holder)
    return holder
  }

  /** Holders of checkouts by the words of the line up to the host, with product and pool: for the lines of the usual form. */
  const quickCheckOut = (): boolean => {
    if (!scanQuick(quick, text, true)) return false
    const words = text.slice(0, quick.wordsEnd)
    const of = quickHolders.get(words)
    const time = of ? clock.on(quick.date, quick.secondOfDay) : Number.NaN
    if (!of || Number.isNaN(time)) return false
    goTo(time)
    giveOut(quick.handle, quick.share, of.product, of.pool, of.holder, quick.count, quick.inUse)
    return true
  }
  const quickCheckIn = (): boolean => {
    if (!scanQuick(quick, text, false)) return false
    const checkout = open.find(quick.handle, undefined)
    if (!checkout || checkout.other) return false
    // IN 1 product …
    const product = text.indexOf(' ', 3) + 1
    if (!text.startsWith(checkout.product, product) || text.charCodeAt(product + checkout.product.length) !== 32) return false
    const time = clock.on(quick.date, quick.secondOfDay)
    if (Number.isNaN(time)) return false
    goTo(time)
    takeBack(checkout, quick.inUse)
    return true
  }
  const checkOut = (): void => {
    // Small: product ver user host "isv" count handle share hh:mm
    // Else: product ver pool# user host "isv" count cur_use cur_resuse handle share pid "project" "product" "version" mm/dd hh:mm:ss …
    const isSmall = text.charCodeAt(text.length - 3) === 58 && text.charCodeAt(text.length - 6) === 32
    readFields(fields, text, isSmall ? 5 : 6)
    const isv = isSmall ? 5 : 6
    const count = settleUser(isv - 2, isv) ? wholeNumber(texts[isv + 1]) : Number.NaN
    const handleAt = isSmall ? 7 : 10
    if (!(count > 0) || fields.count < handleAt + 3) return reject('torn')
    if (!isTimed(isSmall ? 9 : 16)) return
    const handle = texts[handleAt] as string
    const product = texts[1] as string
    const pool = isSmall ? '' : (texts[3] as string)
    const stated = isSmall ? Number.NaN : wholeNumber(texts[8]) + wholeNumber(texts[9])
    const state = fields.count > 20 && !isSmall && (texts[20] as string) !== '0' && /^[\da-f]+$/i.test(texts[20] as string) ? '1' : ''
    const requested = isSmall ? '' : (texts[15] as string)
    const holder = holderAt(1, !isSmall, state, requested)
    if (state === '' && requested === '' && !isSmall)
      quickHolders.set(text.slice(0, fields.quotedAt - 1), { holder, product, pool })
    giveOut(handle, texts[handleAt + 1] as string, product, pool, holder, count, stated)
  }
  const giveOut = (
    handle: string,
    share: string,
    product: string,
    pool: string,
    holder: Holder,
    count: number,
    stated: number,
  ): void => {
    const before = open.find(handle, product)
    if (before && open.close(before, rows)) pools.agrees(before.pool, -before.count, Number.NaN)
    const takes = open.open({ handle, detail: writer.text(handle), holder, product, pool, count, share }, rows)
    const agrees = pools.agrees(pool, takes ? count : 0, stated)
    writer.used(!agrees ? 'checkout whose number in use differs' : takes ? 'checkout' : 'checkout of a shared licence')
  }
  const takeBack = (checkout: OpenCheckout, stated: number): void => {
    const isFree = open.close(checkout, rows)
    const agrees = pools.agrees(checkout.pool, isFree ? -checkout.count : 0, stated)
    writer.used(agrees ? 'check-in' : 'check-in whose number in use differs')
  }
  const checkIn = (): void => {
    // Small: why count handle hh:mm. Else: why product ver user host "isv" count cur_use cur_resuse handle mm/dd hh:mm:ss
    const isSmall = fields.count === 5
    if (!isSmall && (!settleUser(4, 6) || fields.count < 11)) return reject('torn')
    const count = wholeNumber(texts[isSmall ? 2 : 7])
    if (!(count > 0)) return reject('torn')
    if (!isTimed(isSmall ? 4 : 11)) return
    const handle = texts[isSmall ? 3 : 10] as string
    const checkout = open.find(handle, isSmall ? undefined : texts[2])
    if (!checkout) {
      // It may have been checked out in the file before, unless this one listed all that was in use.
      if (!isSmall && !isComplete)
        writer.row(UsageKind.in, at, 0, holderAt(2, false, '', '').subject, count, writer.text(handle))
      return isSmall || isComplete
        ? writer.ignored('check-in without its checkout')
        : writer.used('check-in without its checkout')
    }
    takeBack(checkout, isSmall ? Number.NaN : wholeNumber(texts[8]) + wholeNumber(texts[9]))
  }
  const deny = (): void => {
    // product ver user host "isv" count why last_attempt [pid] mm/dd hh:mm
    const count = settleUser(3, 5) ? wholeNumber(texts[6]) : Number.NaN
    if (Number.isNaN(count) || fields.count < 11) return reject('torn')
    if (!isTimed(fields.count - 2)) return
    if (texts[8] === '0') return writer.ignored('denial, but the application goes on asking')
    const { subject } = holderAt(1, false, '', '')
    writer.row(UsageKind.denied, at, 0, subject, Math.max(1, count), writer.text(denialReason(texts[7] as string)))
    writer.used('denial')
  }
  const queue = (): void => {
    // product ver user host "isv" count handle ["project" "product" "version" mm/dd] hh:mm[:ss]
    const count = settleUser(3, 5) ? wholeNumber(texts[6]) : Number.NaN
    if (!(count > 0) || fields.count < 9) return reject('torn')
    if (!isTimed(fields.count > 9 ? fields.count - 2 : 8)) return
    const { subject } = holderAt(1, false, '', '')
    writer.row(UsageKind.queued, at, 0, subject, count, writer.text(texts[7] as string))
    writer.used('queued')
  }
  const dequeue = (): void => {
    // why product ver user host "isv" count handle mm/dd hh:mm:ss; small: why count handle hh:mm
    if (fields.count === 5) return writer.ignored('dequeued')
    const count = settleUser(4, 6) ? wholeNumber(texts[7]) : Number.NaN
    if (!(count > 0) || fields.count < 11) return reject('torn')
    if (!isTimed(fields.count - 2)) return
    const handle = writer.text(texts[fields.count - 3] as string)
    writer.row(UsageKind.dequeued, at, 0, holderAt(2, false, '', '').subject, count, handle)
    writer.used('dequeued')
  }
  const inUse = (): void => {
    // product ver pool# user host "isv" count handle [share] pid mm/dd hh:mm:ss
    const count = settleUser(4, 6) ? wholeNumber(texts[7]) : Number.NaN
    if (!(count > 0) || fields.count < 12) return reject('torn')
    if (!isTimed(fields.count - 2)) return
    const handle = texts[8] as string
    const [product, pool] = [texts[1] as string, texts[3] as string]
    if (open.find(handle, product)) return writer.ignored('in use, as known')
    const share = fields.count > 12 ? (texts[9] as string) : handle
    const takes = open.open({ handle, detail: writer.text(handle), holder: holderAt(1, true, '', ''), product, pool, count, share }, rows)
    pools.agrees(pool, takes ? count : 0, Number.NaN)
    writer.used('in use at the start')
  }
  const product = (): void => {
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
  const start = (): void => {
    const time = clock.full(texts[2] ?? '', texts[3] ?? '')
    if (fields.count < 4) return reject('torn')
    if (Number.isNaN(time)) return reject('bad-time')
    flush()
    isInHeader = false
    const isNew = version >= firstComplete
    if (isNew && open.size > 0) endAll(Number.isNaN(observedTo) ? time : observedTo)
    if (server !== texts[1]) changeTo(texts[1] as string, daemon)
    writer.server(server)
    observedFrom = time
    observedTo = time
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
    flush()
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
  const other = (word: string): void => {
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
  const header = (): void => {
    // RLM Report Log Format 0, version 14.1, authenticated
    const stated = /, version (\d+)/.exec(text)
    if (!stated) return other('RLM')
    version = Number(stated[1])
    isInHeader = true
    writer.ignored('header')
  }

  return {
    line(line, number) {
      text = line
      lineNumber = number
      if (!pools.isInBlock) {
        if (line.startsWith('OUT ') ? quickCheckOut() : line.startsWith('IN ') && quickCheckIn()) return
      }
      const word = line.slice(0, line.indexOf(' ') >>> 0)
      // A signature may stand between any two records, also inside a block.
      if (pools.isInBlock && word !== 'PRODUCT' && word !== 'AUTH:') tellCapacity(pools.endBlock())
      switch (word) {
        case 'OUT':
          return checkOut()
        case 'IN':
          readFields(fields, line, 6)
          return checkIn()
        case 'DENY':
          readFields(fields, line, 5)
          return deny()
        case 'INUSE':
          readFields(fields, line, 6)
          return inUse()
        case 'QUE':
          readFields(fields, line, 5)
          return queue()
        case 'DEQUE':
          readFields(fields, line, 6)
          return dequeue()
      }
      if (line.trim() === '') return writer.ignored('blank')
      readFields(fields, line, 0)
      switch (word) {
        case 'PRODUCT':
          return product()
        case 'START':
          return start()
        case 'SHUTDOWN':
          return end('shutdown', isTimed(fields.count - 2))
        case 'END':
          return end('end of the file', fullTime(1))
        case 'REREAD':
          if (isTimed(fields.count - 2)) writer.used('reread')
          return
        case 'TIMEZONE':
          return zone()
        case 'TIMEJUMP':
          return timeJump()
        case 'RLM':
          return header()
        default:
          return other(texts[0] as string)
      }
    },
    flush,
    finish() {
      if (pools.isInBlock) tellCapacity(pools.endBlock())
      flush()
    },
    get settled() {
      return !pools.isInBlock
    },
    save: (): State => ({
      server,
      daemon,
      isInHeader,
      version,
      isComplete,
      now: Number.isNaN(clock.now) ? null : clock.now,
      observedFrom: Number.isNaN(observedFrom) ? null : observedFrom,
      observedTo: Number.isNaN(observedTo) ? null : observedTo,
      pools: pools.save(),
      open: open.save(),
    }),
  }
}
