import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedDays } from '../observation/observed-days.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { isTransactionLike, meaningOf, serverMark, transactionOf } from './transactions.ts'

interface State {
  readonly server: string
  readonly observed: readonly number[]
}

const earliest = Date.UTC(1990, 0, 1) / 1000
const latest = Date.UTC(2100, 0, 1) / 1000
const names: { readonly [kind: number]: string } = {
  [UsageKind.out]: 'checkout',
  [UsageKind.in]: 'check-in',
  [UsageKind.denied]: 'denial',
  [UsageKind.queued]: 'queued',
  [UsageKind.dequeued]: 'dequeued',
}

export const createSentinelUsageReader = (writer: UsageWriter, resume: unknown): UsageReader => {
  const state = resume as State | undefined
  let server = state?.server ?? ''
  const serverSubject = (): number => writer.subject('server', { server, manager: 'Sentinel RMS' })
  const observed = createObservedDays(
    (from, to) => writer.row(UsageKind.observed, from, to - from, serverSubject()),
    () => undefined,
    state?.observed,
  )
  const isPlausible = (time: number): boolean => time >= earliest && time < latest
  const isMark = (text: string, line: number): boolean => {
    const mark = serverMark(text)
    if (!mark) return false
    if (!isPlausible(mark.time)) writer.reject('bad-time', line, text)
    else if (mark.isStart) {
      // It was not stopped in an orderly way: what it had given out was over with its last line.
      if (!Number.isNaN(observed.last)) writer.row(UsageKind.ended, observed.last, 0, serverSubject())
      observed.end()
      server = mark.server
      writer.server(server)
      observed.begin(mark.time)
      writer.used('start')
    } else {
      observed.note(mark.time)
      writer.row(UsageKind.ended, mark.time, 0, serverSubject())
      observed.end()
      writer.used('shutdown')
    }
    return true
  }

  writer.clock('utc')
  return {
    line(text, line) {
      if (text.trim() === '') return writer.ignored('blank')
      if (text.startsWith('#')) {
        if (!isMark(text, line)) writer.ignored('remark')
        return
      }
      const found = transactionOf(text)
      if (!found) return writer.reject(isTransactionLike(text) ? 'torn' : 'unknown', line, text)
      if (!isPlausible(found.time)) return writer.reject('bad-time', line, text)
      observed.note(found.time)
      const meaning = meaningOf[found.code]
      if (!meaning) return writer.ignored(`transaction ${found.code}`)
      if (Number.isNaN(found.licences)) return writer.reject('encrypted', line, text)
      const { feature, version, user, host, time } = found
      const subject = writer.subject('licence', {
        server,
        manager: 'Sentinel RMS',
        feature,
        version,
        user,
        host,
        state: meaning.reason === 'borrowed' ? '1' : '',
      })
      const count = Math.max(1, found.licences)
      // From the queue to a licence: the wait is over.
      if (found.code === 6) writer.row(UsageKind.dequeued, time, 0, subject, count)
      const reason = meaning.kind === UsageKind.denied ? writer.text(meaning.reason) : 0
      writer.row(meaning.kind, time, 0, subject, count, reason)
      writer.used(names[meaning.kind] as string)
    },
    flush: observed.flush,
    finish: observed.flush,
    save: (): State => ({ server, observed: observed.save() }),
  }
}
