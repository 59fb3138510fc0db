import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { secondsOf, statedInstant } from '../polling/stated-instant.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import {
  contacted,
  failure,
  fieldOf,
  type Heading,
  headingOf,
  iarRecords,
  isIarLine,
  isSilentLine,
  type LsmonField,
} from './lsmon-lines.ts'
import { type Client, type Feature, limitOf, lookAt } from './snapshot.ts'

interface State {
  readonly polled: PolledState
}

const limitKeys = new Set(['maximum concurrent user(s)', 'max concurrent user(s)', 'number of licenses'])
const inUseKeys = new Set([
  'unreserved tokens in use',
  'reserved tokens in use',
  'unreserved keys in use',
  'reserved keys in use',
  'number taken',
])

export const createLsmonReader = (writer: UsageWriter, resume: unknown, startDay: number | undefined): UsageReader => {
  const state = resume as State | undefined
  const polled = createPolledSnapshots(writer, state?.polled, startDay)
  let server = ''
  let isOpen = false
  let heading: Heading = 'other'
  let feature: Feature | undefined
  let client: Client | undefined
  let features: Feature[] = []

  const closeServer = (): void => {
    if (features.length > 0) {
      const looks = polled.looks(server)
      looks?.server(writer.subject('server', { server, manager: 'Sentinel RMS' }), true)
      if (looks) lookAt(writer, looks, features)
    }
    features = []
    feature = undefined
    client = undefined
    heading = 'other'
  }
  const close = (): void => {
    closeServer()
    polled.close()
    isOpen = false
    server = ''
  }
  const toServer = (name: string): void => {
    closeServer()
    server = name
    isOpen = true
    writer.server(name)
  }
  const isDated = (text: string, line: number): boolean => {
    isOpen = true
    if (polled.looks(server)) return true
    polled.refuse(line, text)
    return false
  }
  const count = (value: string, text: string, line: number, put: (of: Feature, licences: number) => void) => {
    const licences = limitOf(value)
    if (Number.isNaN(licences) || !feature) return writer.reject('number', line, text)
    put(feature, licences)
    writer.used('licences of a feature')
  }
  const field = ({ key, value }: LsmonField, text: string, line: number) => {
    if (key === 'feature name' || key === 'feature') {
      if (!isDated(text, line)) return
      feature = {
        server,
        name: value,
        version: '',
        licences: Number.NaN,
        inUse: Number.NaN,
        waiting: 0,
        clients: [],
      }
      features.push(feature)
      client = undefined
      heading = 'feature'
      return writer.used('feature')
    }
    if (!feature) return writer.ignored('detail')
    if (key === 'feature version' || key === 'version') {
      feature.version = value
      return writer.used('feature version')
    }
    // Blocks of single licences and of clients below it repeat keys of the feature.
    if (heading === 'feature' && limitKeys.has(key))
      return count(value, text, line, (of, licences) => {
        of.licences = licences
      })
    if (heading === 'feature' && inUseKeys.has(key))
      return count(/^\d+/.exec(value)?.[0] ?? value, text, line, (of, licences) => {
        of.inUse = (Number.isNaN(of.inUse) ? 0 : of.inUse) + Math.max(0, licences)
      })
    if (heading === 'feature' && key === 'licenses in queue')
      return count(value, text, line, (of, licences) => {
        of.waiting = Math.max(0, licences)
      })
    if (key === 'user name') {
      client = { user: value, host: '', isWaiting: false, isCommuter: false }
      feature.clients.push(client)
      return writer.used('client')
    }
    if (!client) return writer.ignored('detail')
    if (key === 'host name') client.host = value
    else if (key === 'status') client.isWaiting = /queue|wait/i.test(value)
    else if (key === 'is commuter token' || key === 'is commuter key') client.isCommuter = /^y/i.test(value)
    else return writer.ignored('detail')
    writer.used('client')
  }
  const iar = (record: string, text: string, line: number) => {
    const now = /^Current time: (\d{4})-(\d\d?)-(\d\d?) +(\d\d?):(\d\d)/.exec(record)
    if (now) {
      const [year, month, day, hour, minute] = now.slice(1).map(Number) as [number, number, number, number, number]
      const time = secondsOf(year, month, day, hour, minute)
      if (time === undefined) return writer.reject('number', line, text)
      close()
      polled.stamp({ time, isUtc: false })
      return writer.ignored('date')
    }
    const named = /^### Server: (\S+)/.exec(record)
    if (named) {
      toServer(named[1] as string)
      return writer.ignored('head')
    }
    const found = fieldOf(record, true)
    if (found && (feature || found.key === 'feature')) return field(found, text, line)
    writer.ignored('other')
  }

  return {
    line(text, line) {
      if (isIarLine(text)) {
        for (const record of iarRecords(text)) if (record !== '' || text.length < 12) iar(record, text, line)
        return
      }
      const stamp = statedInstant(text)
      if (stamp) {
        close()
        polled.stamp(stamp)
        return writer.ignored('date')
      }
      const host = contacted.exec(text)
      if (host) {
        if (isOpen) close()
        toServer(host[1] as string)
        return writer.ignored('head')
      }
      const failed = failure.exec(text)
      if (failed) {
        if (failed[1]) server = failed[1]
        if (!isDated(text, line)) return
        polled.looks(server)?.server(writer.subject('server', { server, manager: 'Sentinel RMS' }), false)
        return writer.used('server that does not answer')
      }
      const begins = headingOf(text)
      if (begins) {
        heading = begins
        if (begins === 'client') client = undefined
        return writer.ignored('heading')
      }
      const found = fieldOf(text, false)
      if (found) return field(found, text, line)
      if (isSilentLine(text)) return writer.ignored('other')
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
