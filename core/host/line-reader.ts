export interface LineReader {
  /** The lines that this piece completes, without their line feed; `too long` when a line passes the limit, whole or not. */
  push(piece: Uint8Array): readonly string[] | 'too long'
}

/** Puts UTF-8 lines of at most `longest` bytes together from the pieces of a stream. Invalid UTF-8 throws no error: it becomes U+FFFD. */
export const createLineReader = (longest: number): LineReader => {
  let pieces: Uint8Array[] = []
  let length = 0

  return {
    push: (piece) => {
      const lines: string[] = []
      let start = 0
      for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
        if (length + end - start > longest) return 'too long'
        pieces.push(piece.subarray(start, end))
        lines.push(Buffer.concat(pieces).toString('utf8'))
        pieces = []
        length = 0
        start = end + 1
      }
      if (start < piece.length) pieces.push(piece.subarray(start))
      length += piece.length - start
      return length > longest ? 'too long' : lines
    },
  }
}
