import { createXmlTags } from '../documents/xml-tags.ts'
import type { UsageWriter } from '../usage-importer.ts'
import type { LmxLook } from './look.ts'

/** Reads `<LICENSE_PATH HOST="6200@lic01" STATUS="SUCCESS"><FEATURE NAME="mesh" ...><USER NAME="ann" HOST="ws0042" .../>`. */
export const createStatusXml = (writer: UsageWriter, look: LmxLook) => {
  let tags = createXmlTags()
  let depth = 0
  /** One line may hold everything: the line is accounted for by the first element that says something. */
  let isAccounted = false

  return {
    /** Stands inside an element. */
    get isOpen(): boolean {
      return depth > 0 || tags.isOpen
    },
    line(text: string, line: number): void {
      isAccounted = false
      for (const { name, isEnd, isEmpty, attribute } of tags.take(text)) {
        const is = name.toUpperCase()
        if (isEnd) depth = Math.max(0, depth - 1)
        else if (!isEmpty) depth++
        if (isEnd) {
          if (is === 'LICENSE_PATH') look.closeServer()
          continue
        }
        const value = (of: string): string => attribute(of) ?? ''
        if (is === 'LICENSE_PATH') {
          look.closeServer()
          const host = value('HOST').replace(/^\d+@/, '')
          if (host !== '') look.server(host)
          if (host !== '' && !/^success$/i.test(attribute('STATUS') ?? 'success')) {
            look.noAnswer(line, text)
            isAccounted = true
          }
        } else if (is === 'FEATURE') {
          look.feature(value('NAME'), value('VERSION'), value('VENDOR'))
          look.capacity(value('TOTAL_LICENSES') || 'none', line, text)
          isAccounted = true
        } else if (is === 'USER') {
          const borrowed = attribute('BORROW_EXPIRE_TIME') ?? attribute('BORROW_EXPIRE')
          const count = Number(attribute('USED_LICENSES') ?? 1)
          look.holder(`${value('NAME')}@${value('HOST')}`, count, (borrowed ?? '') !== '', line, text)
          isAccounted = true
        }
      }
      if (!isAccounted) writer.ignored('markup')
    },
    close(): void {
      tags = createXmlTags()
      depth = 0
    },
  }
}
