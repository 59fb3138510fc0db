import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageFormat, UsageReader } from '../usage-importer.ts'
import { createLmxLook, type LmxState } from './look.ts'
import * as lines from './status-lines.ts'
import { createStatusXml } from './status-xml.ts'

interface State {
  readonly snapshots: PolledState
  readonly look: LmxState
}

/** Reads what `lmxendutil -licstat` and `-licstatxml` print, one output or many. */
export const createLmxReader: UsageFormat['createReader'] = (writer, resume, startDay): UsageReader => {
  const state = resume as State | undefined
  const snapshots = createPolledSnapshots(writer, state?.snapshots, startDay)
  const look = createLmxLook(writer, snapshots, state?.look)
  const xml = createStatusXml(writer, look)
  let hasContent = false

  const close = (): void => {
    xml.close()
    look.closeServer()
    snapshots.close()
    hasContent = false
  }
  const holder = (text: string, line: number, parts: RegExpExecArray): void => {
    const [, count, verb, who = ''] = parts
    look.holder(who, Number(count), verb === 'borrowed', line, text)
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
      if (lines.banner.test(text) || /^\s*<\?xml\b/.test(text)) {
        close()
        if (!/></.test(text)) return writer.ignored('banner')
      }
      if (xml.isOpen || /^\s*</.test(text)) {
        hasContent = true
        return xml.line(text, line)
      }
      const other = lines.otherLines.find(([pattern]) => pattern.test(text))
      if (other) return writer.ignored(other[1])
      hasContent = true
      const server = lines.serverOn.exec(text)
      if (server) {
        look.closeServer()
        look.server(server[1] as string)
        return writer.ignored('server')
      }
      if (lines.noServers.test(text)) return look.noAnswer(line, text)
      const feature = lines.feature.exec(text)
      if (feature) {
        look.feature(feature[1] as string, feature[2] as string, feature[3] as string)
        return writer.ignored('feature')
      }
      const total = lines.usedOf.exec(text)
      if (total) return look.capacity(total[2] as string, line, text)
      const used = lines.usedBy.exec(text)
      if (used) return holder(text, line, used)
      if (lines.borrowing.test(text)) {
        look.borrowed()
        return writer.ignored('borrowing')
      }
      writer.reject('unknown-line', line, text)
    },
    get settled() {
      return !hasContent
    },
    flush: snapshots.flush,
    finish() {
      close()
      snapshots.finish()
    },
    save: (): State => ({ snapshots: snapshots.save(), look: look.save() }),
  }
}
