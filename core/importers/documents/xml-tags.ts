/** A begin or end of an element. */
export interface XmlTag {
  readonly name: string
  readonly isEnd: boolean
  /** `<name ... />`: begin and end in one. */
  readonly isEmpty: boolean
  attribute(name: string): string | undefined
  /** The text since the tag before, entities resolved, trimmed. */
  readonly textBefore: string
}

/** Reads the tags of XML that comes line by line, as flat status documents have them: no namespaces, no document types of their own. */
export interface XmlTags {
  /** Adds a line and gives the tags that are whole by now. */
  take(line: string): readonly XmlTag[]
  /** Stands in the middle of a tag. */
  readonly isOpen: boolean
}

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name) return entities[name] ?? all
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })

const tag =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g
/** What is open for longer than this is no tag. */
const longestOpen = 64 * 1024

export const createXmlTags = (): XmlTags => {
  let rest = ''
  let text = ''
  return {
    take(line) {
      rest += `${line}\n`
      const found: XmlTag[] = []
      let at = 0
      for (const [whole, cdata, end, name, attributes = '', empty] of rest.matchAll(tag)) {
        const begin = rest.indexOf(whole, at)
        text += unescaped(rest.slice(at, begin)) + (cdata ?? '')
        at = begin + whole.length
        if (name === undefined) continue
        const textBefore = text.trim()
        text = ''
        found.push({
          name,
          isEnd: end === '/',
          isEmpty: empty === '/',
          textBefore,
          attribute: (wanted) => {
            for (const [, key, double, single] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
              if (key?.toLowerCase() === wanted.toLowerCase()) return unescaped(double ?? single ?? '')
            return undefined
          },
        })
      }
      rest = rest.slice(at)
      const open = rest.lastIndexOf('<')
      if (open < 0 || rest.length - open > longestOpen) {
        text += unescaped(rest)
        rest = ''
      }
      return found
    },
    get isOpen() {
      return rest.includes('<')
    },
  }
}
