import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageFormat, UsageReader } from '../usage-importer.ts'
import { createOlicenseLook, type OlicenseState } from './look.ts'
import { createStatusXml } from './status-xml.ts'

interface State {
  readonly snapshots: PolledState
  readonly look: OlicenseState
}

const banner = /^\s*olixtool \d/
/** `Server: <10.0.0.7:31212:0> (Proxy: <>)` */
const serverLine = /^\s*Server: <([^:>]*)[^>]*>/
/** `OlComm 454 Request cannot connect to target` */
const commError = /^\s*OlComm \d+ /
/** `  mesh;         	FreeFloating;	3;	2026-12-31 23:59:59;` */
const moduleLine = /^\s*([^;]+?)\s*;\s*([^;]*?)\s*;\s*([^;]*?)\s*;\s*([^;]*?)\s*;?\s*$/
/** `    3 FloatsLockedBy:`, `    1 FloatsLockedBy 'unknown clients'` */
const lockedBy = /^\s*(\d+) FloatsLockedBy(?::|\s+(.*))\s*$/
const holderLine = /^\s+(\S.*@\S+\s+#\d+)\s*$/
const field = /^(Application|VersionRange|Licenser|Licensee|License-ID|Modules):\s*(.*)$/

const otherLines: readonly (readonly [RegExp, string])[] = [
  [/^\s*Copyright \(C\)/i, 'banner'],
  [/^\s*[-=]{5,}\s*$/, 'separator'],
  [/^\s*List of requested licenses:/, 'table head'],
  [/^\s*Name; LicenseType; FloatCount; Expiration/, 'table head'],
]

/** Reads what `olixtool` prints and the server's LicenseStatusXML, one output or many. */
export const createOlicenseReader: UsageFormat['createReader'] = (writer, resume, startDay): UsageReader => {
  const state = resume as State | undefined
  const snapshots = createPolledSnapshots(writer, state?.snapshots, startDay)
  const look = createOlicenseLook(writer, snapshots, state?.look)
  const xml = createStatusXml(writer, look)
  let hasContent = false

  const close = (): void => {
    xml.close()
    look.close()
    snapshots.close()
    hasContent = false
  }
  const said = (name: string, value: string): void => {
    if (name === 'Application') look.licence()
    if (name === 'Licenser') look.licenser(value)
    if (name === 'VersionRange') look.version(value)
    writer.ignored('licence')
  }
  const textLine = (text: string, line: number) => {
    const server = serverLine.exec(text)
    if (server) {
      look.server(server[1] as string)
      return writer.ignored('server')
    }
    if (commError.test(text)) return look.noAnswer(line, text)
    const of = field.exec(text)
    if (of) return said(of[1] as string, (of[2] as string).trim())
    const locked = lockedBy.exec(text)
    // The names follow, or there are none.
    if (locked && locked[2] === undefined) return writer.ignored('number of holders')
    if (locked) return look.unknownHolders(Number(locked[1]), line, text)
    const holder = holderLine.exec(text)
    if (holder) return look.holder(holder[1] as string, line, text)
    const module = moduleLine.exec(text)
    if (module) return look.module(module[1] as string, module[3] as string, line, text)
    if (/#\d+\s*$/.test(text)) return look.holder(text, line, text)
    writer.reject('unknown-line', line, text)
  }

  return {
    line(text, line) {
      if (text.trim() === '') return writer.ignored('blank line')
      const stamp = xml.isOpen ? undefined : statedInstant(text)
      if (stamp) {
        close()
        snapshots.stamp(stamp)
        return writer.ignored('date')
      }
      if (banner.test(text)) {
        close()
        return writer.ignored('banner')
      }
      if (/^\s*<\?xml\b/.test(text)) close()
      if (xml.isOpen || /^\s*</.test(text)) {
        hasContent = true
        return xml.line(text, line)
      }
      const other = otherLines.find(([pattern]) => pattern.test(text))
      if (other) return writer.ignored(other[1])
      hasContent = true
      textLine(text, line)
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
