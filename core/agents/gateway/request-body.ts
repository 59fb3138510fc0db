import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { bodyLimit, longestRecord, mostRecordsInBatch } from '../protocol/limits.ts'
import type { SpoolState } from '../protocol/messages.ts'
import { GatewayRefusal } from './gateway-refusal.ts'

const inflate = promisify(gunzip)

/**
 * Reads a request's body as it was sent. How long that may take is the server's limit.
 * @param most bytes; @throws GatewayRefusal `too-large` as soon as that is known
 */
export const readBody = (request: IncomingMessage, most: number = bodyLimit.sent): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const tooLarge = () =>
      new GatewayRefusal('too-large', `A body holds at most ${most} bytes. Send fewer records at once.`)
    if (Number(request.headers['content-length'] ?? 0) > most) return reject(tooLarge())
    const chunks: Buffer[] = []
    let bytes = 0
    const stop = (error: Error): void => {
      request.off('data', keep).off('end', end).off('error', stop).off('close', cut)
      request.resume()
      reject(error)
    }
    const keep = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > most) stop(tooLarge())
      else chunks.push(chunk)
    }
    const end = (): void => {
      request.off('error', stop).off('close', cut)
      resolve(Buffer.concat(chunks, bytes))
    }
    const cut = (): void => stop(new GatewayRefusal('invalid', 'The request ended before its body did.'))
    request.on('data', keep).once('end', end).once('error', stop).once('close', cut)
  })

/** @throws GatewayRefusal when it is no gzip, or larger than allowed once decompressed */
export const decompress = async (body: Buffer, encoding: string | undefined): Promise<Buffer> => {
  if (encoding === undefined || encoding === 'identity') return body
  if (encoding !== 'gzip') throw new GatewayRefusal('invalid', 'A body is sent plain or as gzip.')
  try {
    return await inflate(body, { maxOutputLength: bodyLimit.inflated })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new GatewayRefusal('too-large', `A body holds at most ${bodyLimit.inflated} bytes once decompressed.`)
    throw new GatewayRefusal('invalid', 'The body is not gzip, or was damaged on its way.')
  }
}

/** @throws GatewayRefusal */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new GatewayRefusal('invalid', 'This is not JSON.')
  }
}

/** The first line of a body, and the records after it. @throws GatewayRefusal `too-large` */
export const splitEnvelope = (body: Buffer): { readonly envelope: string; readonly records: Buffer } => {
  const lineEnd = body.indexOf(10)
  const end = lineEnd < 0 ? body.length : lineEnd
  if (end > bodyLimit.sent)
    throw new GatewayRefusal('too-large', `The first line of a body holds at most ${bodyLimit.sent} bytes.`)
  return { envelope: body.toString('utf8', 0, end), records: body.subarray(end + 1) }
}

/** Whether the records are those that the envelope tells of. @throws GatewayRefusal naming what does not fit */
export const checkRecords = (records: Buffer, { first, last, sha256 }: SpoolState): void => {
  const refuse = (why: string) => new GatewayRefusal('invalid', `${why} Nothing of this batch was taken.`)
  if (first === undefined || last === undefined || sha256 === undefined) {
    if (first !== undefined || last !== undefined || sha256 !== undefined || records.length > 0)
      throw refuse('A batch tells its first and last sequence and its SHA-256; none of them without records.')
    return
  }
  const count = last - first + 1
  if (count < 1 || count > mostRecordsInBatch) throw refuse(`A batch has 1 to ${mostRecordsInBatch} records.`)
  let lines = 0
  for (let start = 0; start < records.length; lines++) {
    const end = records.indexOf(10, start)
    if (end < 0) throw refuse('The last record has no line end.')
    if (end - start > longestRecord) throw refuse(`A record has at most ${longestRecord} characters.`)
    start = end + 1
  }
  if (lines !== count) throw refuse(`The batch has ${lines} records, not the ${count} that its sequences tell of.`)
  if (createHash('sha256').update(records).digest('hex') !== sha256)
    throw refuse('The records are not those that were sent: their SHA-256 differs.')
}
