import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageFormat, UsageReader } from '../usage-importer.ts'
import * as lines from './status-lines.ts'

interface State {
  readonly snapshots: PolledState
  readonly servers: readonly string[]
}

const manager = 'LS-DYNA'
/** The program's maker serves all of its licences; its output names no vendor. */
const daemon = 'LSTC'
const mostLicences = 2 ** 31 - 1

/** Reads what `lstc_qrun` prints, with `-s` (licences and who holds them) or without (who runs, who waits), one output or many. */
export const createQrunReader: UsageFormat['createReader'] = (writer, resume, startDay): UsageReader => {
  const state = resume as State | undefined
  const snapshots = createPolledSnapshots(writer, state?.snapshots, startDay)
  const servers = new Set(state?.servers)
  let server: string | undefined
  let program: string | undefined
  let isInQueue = false
  let isAnswered = false
  let hasContent = false

  const serverName = (): string => server ?? (servers.size === 1 ? ([...servers][0] as string) : '')
  const beginSection = (): void => {
    server = undefined
    program = undefined
    isInQueue = false
    isAnswered = false
  }
  const close = (): void => {
    snapshots.close()
    beginSection()
    hasContent = false
  }
  const look = (isUp: boolean) => {
    const name = serverName()
    const looks = snapshots.looks(name)
    if (looks && !isAnswered) looks.server(writer.subject('server', { server: name, daemon, manager }), isUp)
    if (looks) isAnswered = true
    return looks
  }
  const series = (feature: string) => ({ server: serverName(), daemon, manager, feature })

  const licences = (text: string, line: number, [, name = '', , , most, queue]: RegExpExecArray) => {
    program = name
    if (Number(most) > mostLicences || Number(queue) > mostLicences) return writer.reject('not-a-count', line, text)
    const looks = look(true)
    if (!looks) return snapshots.refuse(line, text)
    const subject = writer.subject('licence', series(name))
    looks.capacity(subject, Number(most))
    if (Number(queue) > 0) looks.waiting(subject, Number(queue))
    writer.used('program')
  }
  const holder = (text: string, line: number, feature: string, parts: readonly string[]) => {
    const [user = '', process = '', host = '', cpus] = parts
    if (Number(cpus) > mostLicences) return writer.reject('not-a-count', line, text)
    const looks = look(true)
    if (!looks) return snapshots.refuse(line, text)
    const subject = writer.subject('licence', { ...series(feature), user, host })
    if (isInQueue) looks.waiting(subject, Number(cpus), writer.text(process))
    else if (Number(cpus) > 0) looks.holding(subject, Number(cpus), writer.text(process))
    writer.used(isInQueue ? 'queued' : 'holder')
  }
  const tables = (text: string, line: number): boolean => {
    if (lines.licenceTable.test(text)) {
      if (look(true)) writer.used('table head')
      else snapshots.refuse(line, text)
    } else if (lines.runningTable.test(text)) {
      if (look(true)) writer.used('table head')
      else snapshots.refuse(line, text)
    } else if (lines.queuedHead.test(text)) {
      isInQueue = true
      writer.ignored('table head')
    } else return false
    return true
  }
  const holders = (text: string, line: number): boolean => {
    const of = lines.program.exec(text)
    if (of) {
      licences(text, line, of)
      return true
    }
    const user = lines.user.exec(text)
    if (user) {
      if (program === undefined) writer.reject('no-program', line, text)
      else holder(text, line, program, user.slice(1))
      return true
    }
    const running = lines.running.exec(text)
    if (!running) return false
    const [, name = '', process = '', host = '', feature = '', cpus = ''] = running
    holder(text, line, feature, [name, process, host, cpus])
    return true
  }

  return {
    line(text, line) {
      if (text.trim() === '') return writer.ignored('blank line')
      const stamp = statedInstant(text)
      if (stamp) {
        close()
        snapshots.stamp(stamp)
        return writer.ignored('date')
      }
      const using = lines.usingServer.exec(text)
      if (using) {
        if (hasContent) beginSection()
        hasContent = true
        server = using[1]
        if (server) writer.server(server)
        return writer.ignored('server')
      }
      hasContent = true
      const error = lines.serverError.exec(text)
      if (error) {
        server ??= error[1]
        if (look(false)) writer.used('server down')
        else snapshots.refuse(line, text)
        return
      }
      if (server) servers.add(server)
      if (tables(text, line) || holders(text, line)) return
      if (lines.group.test(text)) return writer.ignored('sum of the licence group')
      const other = lines.otherLines.find(([pattern]) => pattern.test(text))
      if (other) writer.ignored(other[1])
      else writer.reject('unknown-line', line, text)
    },
    get settled() {
      return !hasContent
    },
    flush: snapshots.flush,
    finish() {
      close()
      snapshots.finish()
    },
    save: (): State => ({ snapshots: snapshots.save(), servers: [...servers] }),
  }
}
