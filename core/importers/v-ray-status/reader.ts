import { createJsonDocuments } from '../documents/json-documents.ts'
import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { statusesOf, type VRayLicence, type VRayStatus } from './status-document.ts'

interface State {
  readonly polled: PolledState
}

export const createVRayReader = (writer: UsageWriter, resume: unknown, startDay: number | undefined): UsageReader => {
  const state = resume as State | undefined
  const polled = createPolledSnapshots(writer, state?.polled, startDay)
  const documents = createJsonDocuments()
  let last = 0

  const add = ({ server, uri, licences }: VRayStatus, line: number): void => {
    const looks = polled.looks(server)
    if (!looks) return
    const capacity = new Map<number, number>()
    const series = (of: VRayLicence) => ({
      server,
      daemon: 'V-Ray',
      manager: 'V-Ray',
      feature: of.feature,
      version: of.version,
      licenceType: of.purpose,
      category: of.category,
      uri,
    })
    for (const licence of licences) {
      if (typeof licence === 'string') {
        writer.reject('torn', line, licence)
        continue
      }
      const of = writer.subject('licence', series(licence))
      if (!Number.isNaN(licence.licences)) capacity.set(of, (capacity.get(of) ?? 0) + licence.licences)
      let named = 0
      for (const { user, host, count } of licence.clients) {
        looks.holding(writer.subject('licence', { ...series(licence), user, host }), count)
        named += count
      }
      // What is in use without a name is in use all the same.
      if (licence.used > named) looks.holding(of, licence.used - named)
    }
    for (const [of, count] of capacity) looks.capacity(of, count)
  }
  const read = (text: string, line: number) => {
    let document: unknown
    try {
      document = JSON.parse(text)
    } catch {
      return writer.reject('broken', line, text)
    }
    const statuses = statusesOf(document)
    if (!statuses) return writer.reject('no-licences', line, text)
    let isUsed = false
    for (const status of statuses) {
      const instant = statedInstant(status.time)
      if (instant) polled.date(instant)
      const looks = polled.looks(status.server)
      if (!looks) polled.refuse(line, text)
      else {
        writer.server(status.server)
        const server = { server: status.server, daemon: 'V-Ray', manager: 'V-Ray', uri: status.uri }
        looks.server(writer.subject('server', server), !status.isDown)
        add(status, line)
        isUsed = true
      }
      polled.close()
    }
    if (isUsed) writer.used('look')
  }

  return {
    line(text, line) {
      last = line
      if (!documents.isOpen) {
        const stamp = statedInstant(text)
        if (stamp) {
          polled.stamp(stamp)
          return writer.ignored('date')
        }
        if (text.trim() === '') return writer.ignored('blank')
        if (!/[[{]/.test(text)) return writer.reject('no-json', line, text)
      }
      const document = documents.line(text)
      if (document === undefined) return writer.ignored('part of a document')
      read(document, line)
    },
    flush: polled.flush,
    finish() {
      if (documents.isOpen) writer.reject('broken', last, documents.rest())
      polled.finish()
      polled.flush()
    },
    get settled() {
      return !documents.isOpen
    },
    save: (): State => ({ polled: polled.save() }),
  }
}
