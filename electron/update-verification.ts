import { createHash, type KeyObject, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ConsoleError } from '../core/contract/errors.ts'

/** What the feed says of a release, signed as a whole. `sha512` in base64, as in the updater's own files. */
const release = z.object({
  version: z.string(),
  files: z.array(z.object({ sha512: z.string(), size: z.number().int().nonnegative() })).min(1),
})

export interface SignedRelease {
  /** `release.json` as it came. */
  readonly text: Uint8Array
  /** `release.json.sig`: the ed25519 signature of these bytes, base64. */
  readonly signature: string
}

/**
 * Throws `refused` unless the downloaded file belongs to a release of this version that our key signed. The hash in the feed's own
 * files proves nothing: whoever can change the installer there can change the hash beside it.
 */
export const verifyUpdate = async (
  file: string,
  version: string,
  { text, signature }: SignedRelease,
  key: KeyObject | undefined,
): Promise<void> => {
  if (!key) throw refusal('this build carries no key to check updates with')
  if (!verify(null, text, key, Buffer.from(signature.trim(), 'base64'))) throw refusal('its signature is not ours')
  const described = release.safeParse(JSON.parse(Buffer.from(text).toString('utf8')))
  if (!described.success || described.data.version !== version)
    throw refusal('its signature belongs to another version')
  const { size } = await stat(file)
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  const sha512 = hash.digest('base64')
  if (!described.data.files.some((known) => known.size === size && known.sha512 === sha512))
    throw refusal('the downloaded file is not the one that was signed')
}

const refusal = (reason: string): ConsoleError =>
  new ConsoleError('refused', `The update was not installed: ${reason}. This version goes on as it is.`)
