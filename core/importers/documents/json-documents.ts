/** Documents of JSON one behind the other, each on one line or over many. */
export interface JsonDocuments {
  /** The text of a document when this line completes it. */
  line(text: string): string | undefined
  /** A document has begun and is not complete. */
  readonly isOpen: boolean
  /** What there is of a document that is not complete. */
  rest(): string
}

export const createJsonDocuments = (): JsonDocuments => {
  let lines: string[] = []
  let depth = 0
  return {
    line(text) {
      if (depth === 0 && !/[[{]/.test(text)) return undefined
      let isQuoted = false
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at)
        if (isQuoted) {
          if (code === 92) at++
          else if (code === 34) isQuoted = false
        } else if (code === 34) isQuoted = true
        else if (code === 123 || code === 91) depth++
        else if (code === 125 || code === 93) depth--
      }
      lines.push(text)
      if (depth > 0) return undefined
      const document = lines.join('\n')
      lines = []
      depth = 0
      return document
    },
    get isOpen() {
      return depth > 0
    },
    rest() {
      const rest = lines.join('\n')
      lines = []
      depth = 0
      return rest
    },
  }
}
