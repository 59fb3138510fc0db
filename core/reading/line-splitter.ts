/** How much of a line over the cap is shown, and how much of the file decides what ends a line. */
const shownBytesOfLongLine = 4096
const decidingBytes = 65_536

const lf = 10
const cr = 13

export type LineSplitterOptions = {
  /** The longest line that is delivered, in bytes without its terminator; 64 KB unless told. */
  readonly maxLineBytes?: number
  /**
   * A complete line: `buffer[start..end)` without its terminator, its 1-based number (blank lines count) and the offset of its first
   * byte. The bytes are valid only during the call.
   */
  readonly onLine: (buffer: Uint8Array, start: number, end: number, lineNumber: number, byteOffset: number) => void
  /** A complete line over the cap: its first 4 KB (valid only during the call) and its whole length in bytes. */
  readonly onTooLong: (firstBytes: Uint8Array, lineNumber: number, byteOffset: number, length: number) => void
  /** Where to go on: the bytes pushed begin at `resume.byteOffset`. */
  readonly resume?: LineSplitterState
}

/** The first line not delivered yet: what a checkpoint stores. Ask between two pushes, not during one. */
export type LineSplitterState = {
  readonly byteOffset: number
  readonly lineNumber: number
  /** Absent until 64 KB or a line feed were seen. */
  readonly terminator?: 'lf' | 'cr'
}

/** The last line of a file that does not end with a terminator: pending, because its writer may go on with it. */
export type PartialLine = {
  /** The whole line, or its first 4 KB when it is over the cap. */
  readonly bytes: Uint8Array
  readonly lineNumber: number
  readonly byteOffset: number
  readonly length: number
  readonly tooLong: boolean
}

export type LineSplitter = {
  push(chunk: Uint8Array): void
  /** To be called once, after the last chunk. */
  finish(): PartialLine | undefined
  state(): LineSplitterState
}

/**
 * Splits chunks of an ASCII-compatible stream into lines, without copying except where a line spans chunks; memory is bounded whatever
 * the length of a line. Lines end with LF or CRLF; with CR only where the first 64 KB hold CR and no LF.
 */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  const { maxLineBytes = 65_536, onLine, onTooLong, resume } = options
  let terminator = resume?.terminator
  let lineNumber = resume?.lineNumber ?? 1
  let lineOffset = resume?.byteOffset ?? 0

  // The line that earlier chunks began. One byte more than the cap: the CR of a CRLF does not count.
  const carry = Buffer.allocUnsafeSlow(Math.max(maxLineBytes, shownBytesOfLongLine) + 1)
  let carriedLength = 0
  let lastCarriedByte = 0

  // What came before the terminator was known: holds no LF.
  let undecided: Uint8Array = new Uint8Array(0)

  function push(chunk: Uint8Array): void {
    if (terminator !== undefined) {
      split(chunk, terminator)
      return
    }
    const missing = decidingBytes - undecided.length
    if (chunk.subarray(0, missing).includes(lf)) {
      splitUndecidedThen(chunk, 'lf')
      return
    }
    if (chunk.length < missing) {
      undecided = Buffer.concat([undecided, chunk])
      return
    }
    const window = Buffer.concat([undecided, chunk.subarray(0, missing)])
    splitUndecidedThen(chunk, terminatorWithoutLf(window))
  }

  function finish(): PartialLine | undefined {
    if (terminator === undefined) splitUndecidedThen(new Uint8Array(0), terminatorWithoutLf(undecided))
    if (carriedLength === 0) return undefined
    const length = carriedContentLength()
    const tooLong = length > maxLineBytes
    const bytes = Buffer.from(tooLong ? firstBytes(carry, 0, length) : carry.subarray(0, length))
    return { bytes, lineNumber, byteOffset: lineOffset, length, tooLong }
  }

  function splitUndecidedThen(chunk: Uint8Array, decided: 'lf' | 'cr'): void {
    const held = undecided
    undecided = new Uint8Array(0)
    terminator = decided
    split(held, decided)
    split(chunk, decided)
  }

  function split(chunk: Uint8Array, decided: 'lf' | 'cr'): void {
    const newline = decided === 'cr' ? cr : lf
    let start = 0
    if (carriedLength > 0) {
      const end = chunk.indexOf(newline)
      if (end < 0) {
        carryOver(chunk, 0, chunk.length)
        return
      }
      carryOver(chunk, 0, end)
      deliverCarriedLine()
      start = end + 1
    }
    // Measured on lines of 49 bytes: 30 ns a line with indexOf, 105 ns with a loop over the bytes.
    const chunkOffset = lineOffset - start
    let number = lineNumber
    for (let end = chunk.indexOf(newline, start); end >= 0; end = chunk.indexOf(newline, start)) {
      const contentEnd = end > start && chunk[end - 1] === cr ? end - 1 : end
      const length = contentEnd - start
      if (length <= maxLineBytes) onLine(chunk, start, contentEnd, number, chunkOffset + start)
      else onTooLong(firstBytes(chunk, start, length), number, chunkOffset + start, length)
      number++
      start = end + 1
    }
    lineNumber = number
    lineOffset = chunkOffset + start
    if (start < chunk.length) carryOver(chunk, start, chunk.length)
  }

  function carryOver(chunk: Uint8Array, from: number, to: number): void {
    if (from === to) return
    if (carriedLength < carry.length) {
      carry.set(chunk.subarray(from, Math.min(to, from + carry.length - carriedLength)), carriedLength)
    }
    carriedLength += to - from
    lastCarriedByte = chunk[to - 1]
  }

  function carriedContentLength(): number {
    return lastCarriedByte === cr ? carriedLength - 1 : carriedLength
  }

  function deliverCarriedLine(): void {
    const length = carriedContentLength()
    if (length <= maxLineBytes) onLine(carry, 0, length, lineNumber, lineOffset)
    else onTooLong(firstBytes(carry, 0, length), lineNumber, lineOffset, length)
    lineNumber++
    lineOffset += carriedLength + 1
    carriedLength = 0
  }

  return { push, finish, state: () => ({ byteOffset: lineOffset, lineNumber, terminator }) }
}

/** A CR at the very end may be the first half of a CRLF, so it says nothing. */
function terminatorWithoutLf(window: Uint8Array): 'lf' | 'cr' {
  const at = window.indexOf(cr)
  return at >= 0 && at < window.length - 1 ? 'cr' : 'lf'
}

function firstBytes(buffer: Uint8Array, start: number, length: number): Uint8Array {
  return buffer.subarray(start, start + Math.min(length, shownBytesOfLongLine))
}
