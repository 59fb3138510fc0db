import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { type CsvForm, createCsvForm, isCsvHeader } from './csv-form.ts'
import { editorOf, isPoolLine, isUserLine, poolOf, userOf } from './text-form.ts'
import type { PoolRow, UserRow } from './usage-rows.ts'

interface State {
  readonly polled: PolledState
}

/** `License Administration Tool Version 6.425.4 Built on …` */
const tool = /^\s*License Administration Tool Version/
const serverName = /\bServer names?:\s*(\S+)/
const failure = /^\s*(?:Cannot connect to server|Unable to connect to(?: server)?|Connection to server) (\S+)/i
const notReady = /^\s*Ready:\s*no\b/i
const silent = [
  /^\s*$/,
  /^\s*(?:Software version|Build date|Ready|Server ids?|Failover|License Administration Tool)\b/i,
  /^\s*(?:Standalone|Failover|Cluster) (?:mode|cluster)\b/i,
  /^\s*(?:Warning|Info):/i,
  /^\s*(?:admin|dslsadmin)? ?>?\s*(?:connect|c|getLicenseUsage|glu|disconnect|quit|exit|q)\b.*$/i,
  /^\s*(?:Connected|Disconnected|Bye)\b/i,
]

export const createDslsUsageReader = (
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as State | undefined
  const polled = createPolledSnapshots(writer, state?.polled, startDay)
  let server = ''
  let editor = ''
  let isOpen = false
  let csv: CsvForm | undefined
  let last: PoolRow | undefined
  let pools: { readonly pool: PoolRow; readonly isUsed: boolean }[] = []
  let users: UserRow[] = []

  const seriesOf = ({ editor: daemon, feature, release, model }: PoolRow) => ({
    server,
    daemon,
    manager: 'DSLS',
    feature,
    version: release,
    model,
  })
  const writeLook = (): void => {
    const looks = polled.looks(server)
    if (!looks) return
    for (const daemon of new Set(pools.map(({ pool }) => pool.editor)))
      looks.server(writer.subject('server', { server, daemon, manager: 'DSLS' }), true)
    const capacity = new Map<number, number>()
    const seen = new Set<string>()
    for (const { pool, isUsed } of pools) {
      const subject = writer.subject('licence', seriesOf(pool))
      // Each user's row repeats its pool; a pool that nobody uses has one row.
      const key = `${subject}\t${pool.pricing}\t${pool.licences}\t${pool.key}`
      if (isUsed && seen.has(key)) continue
      if (isUsed) seen.add(key)
      capacity.set(subject, (capacity.get(subject) ?? 0) + pool.licences)
    }
    for (const [subject, licences] of capacity) looks.capacity(subject, licences)
    for (const { pool, user, host, process, clientVersion, session, count, isQueued } of users) {
      const isActive = pool.model !== 'NamedUsers' || process !== ''
      const subject = writer.subject('licence', {
        ...seriesOf(pool),
        user,
        host,
        applicationVersion: clientVersion,
        project: process,
        pricing: pool.pricing,
        modelStatus: isActive ? 'active' : 'inactive',
        modelAssignment: 'assigned',
      })
      if (isQueued) looks.waiting(subject, count, writer.text(session))
      else looks.holding(subject, count, writer.text(session))
    }
  }
  const close = (): void => {
    if (pools.length > 0) writeLook()
    polled.close()
    pools = []
    users = []
    server = ''
    editor = ''
    isOpen = false
    csv = undefined
    last = undefined
  }
  const isDated = (text: string, line: number): boolean => {
    isOpen = true
    if (polled.looks(server)) return true
    polled.refuse(line, text)
    return false
  }
  const isDown = (name: string, text: string, line: number): void => {
    server = name
    if (!isDated(text, line)) return
    writer.server(server)
    polled.looks(server)?.server(writer.subject('server', { server, manager: 'DSLS' }), false)
    writer.used('server that does not answer')
  }
  const addRow = (pool: PoolRow, user: UserRow | undefined): void => {
    pools.push({ pool, isUsed: user !== undefined })
    if (user) users.push(user)
    writer.daemon(pool.editor)
    writer.used(user ? (user.isQueued ? 'waiting user' : 'user') : 'licence pool')
  }
  const readCsv = (form: CsvForm, text: string, line: number) => {
    if (!isDated(text, line)) return
    const row = form.row(text)
    if (!row) return writer.reject('torn', line, text)
    addRow(row.pool, row.user)
  }
  const readText = (text: string, line: number) => {
    if (!isDated(text, line)) return
    if (isPoolLine(text)) {
      last = poolOf(text, editor)
      if (!last) return writer.reject('torn', line, text)
      // In this form a pool has one line, whoever uses it.
      return addRow(last, undefined)
    }
    const user = last && userOf(text, last)
    if (!user) return writer.reject('torn', line, text)
    if (!('program' in user)) {
      users.push(user)
      return writer.used('user')
    }
    const holder = users.findLast((one) => one.pool === last && one.user === user.user && one.host === user.host)
    if (holder && holder.process === '') holder.process = user.program
    writer.ignored('program of a user')
  }

  return {
    line(written, line) {
      const stamp = statedInstant(written)
      if (stamp) {
        close()
        polled.stamp(stamp)
        return writer.ignored('date')
      }
      const text = written.replace(/^(?:admin ?>\s*)+/i, '')
      if (tool.test(text)) {
        if (isOpen) close()
        return writer.ignored('head')
      }
      const named = serverName.exec(text)
      if (named) {
        server = named[1] as string
        isOpen = true
        writer.server(server)
        return writer.ignored('head')
      }
      const failed = failure.exec(text)
      if (failed || notReady.test(text)) return isDown(failed?.[1] ?? server, written, line)
      if (isCsvHeader(text)) {
        csv = createCsvForm(text)
        isOpen = true
        return writer.ignored('head')
      }
      if (isPoolLine(text) || isUserLine(text)) return readText(text, line)
      if (silent.some((pattern) => pattern.test(text))) return writer.ignored('other')
      const vendor = editorOf(text)
      if (vendor !== undefined) {
        editor = vendor
        isOpen = true
        return writer.ignored('head')
      }
      if (csv && text.includes(',')) return readCsv(csv, text, line)
      writer.reject('unknown', line, text)
    },
    flush: polled.flush,
    finish() {
      close()
      polled.finish()
      polled.flush()
    },
    get settled() {
      return !isOpen
    },
    save: (): State => ({ polled: polled.save() }),
  }
}
