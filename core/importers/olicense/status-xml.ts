import { createXmlTags } from '../documents/xml-tags.ts'
import type { UsageWriter } from '../usage-importer.ts'
import type { OlicenseLook } from './look.ts'

/** Reads the server's `LicenseStatusXML`: `<license><name>..</name><modules><module><name>mesh</name></module>..<floatsLockedBy>ann@ws0042 #1`. */
export const createStatusXml = (writer: UsageWriter, look: OlicenseLook) => {
  let tags = createXmlTags()
  /** Open elements, the innermost last. */
  let path: string[] = []
  let module = ''
  let floats: string | undefined
  let lockedBy: string[] = []
  let isAccounted = false

  /** The numbers may stand in the module or beside it, so a licence is told at its end. */
  const settle = (line: number, text: string): void => {
    if (module === '' || floats === undefined) return
    look.module(module, floats, line, text)
    for (const who of lockedBy) look.holder(who, line, text)
    module = ''
    floats = undefined
    lockedBy = []
    isAccounted = true
  }
  const end = (name: string, value: string, line: number, text: string): void => {
    const is = name.toLowerCase()
    if (is === 'licenser') look.licenser(value)
    else if (is === 'versionrange') look.version(value)
    else if (is === 'floatcount') floats = value
    else if (is === 'floatslockedby') lockedBy.push(...value.split(',').filter((who) => who.trim() !== ''))
    else if (is === 'name' && path.at(-1)?.toLowerCase() === 'module') module = value
    else if (is === 'server' || is === 'host') look.server(value.replace(/^\d+@/, '').replace(/:\d.*$/, ''))
    // A licence may list what it is for behind its modules, so their vendor and version are known only at its end.
    else if (is === 'license') settle(line, text)
  }

  return {
    get isOpen(): boolean {
      return path.length > 0 || tags.isOpen
    },
    line(text: string, line: number): void {
      isAccounted = false
      for (const { name, isEnd, isEmpty, textBefore } of tags.take(text)) {
        if (isEnd) {
          const at = path.lastIndexOf(name)
          if (at >= 0) path = path.slice(0, at)
          end(name, textBefore, line, text)
        } else if (!isEmpty) {
          if (name.toLowerCase() === 'module') settle(line, text)
          if (name.toLowerCase() === 'license') look.licence()
          path.push(name)
        }
      }
      if (!isAccounted) writer.ignored('markup')
    },
    close(): void {
      tags = createXmlTags()
      path = []
      module = ''
      floats = undefined
      lockedBy = []
    },
  }
}
