import { crc32 } from 'node:zlib'

/**
 * A record on the disk: `length u32 | checksum u32 | sequence u64 | time f64 | line`, little-endian. The checksum is CRC-32 over all that
 * follows it. The line ends with its line end.
 */
export const frameHead = 24

export interface Frame {
  readonly sequence: number
  /** When it was written, epoch milliseconds. */
  readonly time: number
  readonly line: Buffer
  /** Where the next one begins. */
  readonly end: number
}

export const writeFrame = (sequence: number, time: number, line: Buffer): Buffer => {
  const frame = Buffer.allocUnsafe(frameHead + line.length)
  frame.writeUInt32LE(line.length, 0)
  frame.writeBigUInt64LE(BigInt(sequence), 8)
  frame.writeDoubleLE(time, 16)
  line.copy(frame, frameHead)
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
  return frame
}

/** @returns undefined where no whole, undamaged record begins */
export const readFrame = (bytes: Buffer, at: number): Frame | undefined => {
  if (at + frameHead > bytes.length) return undefined
  const end = at + frameHead + bytes.readUInt32LE(at)
  if (end > bytes.length || crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return undefined
  return {
    sequence: Number(bytes.readBigUInt64LE(at + 8)),
    time: bytes.readDoubleLE(at + 16),
    line: bytes.subarray(at + frameHead, end),
    end,
  }
}
