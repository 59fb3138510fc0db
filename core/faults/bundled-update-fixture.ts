import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSigner, signInstallers } from '../../agent/packaging/signing.ts'
import type { Platform } from '../agents/protocol/updates.ts'
import { temporaryFolder } from '../database/database-fixture.ts'

export interface BundledUpdate {
  /** Folder with `agent-installers` in it. */
  readonly resources: string
  /** The file that agents fetch, and its hash. */
  readonly content: Buffer
  readonly sha256: string
  /** `root.json` of an agent that trusts it. */
  readonly roots: string
}

/** For tests: resources as a build leaves them, with an update to 1.0.0 for one platform. Without a program it is nothing that runs. */
export const bundledUpdate = async ({
  content = randomBytes(400_000),
  unpacked = { bytes: 5, sha256: 'c'.repeat(64) },
  platform = 'linux-x64',
}: {
  readonly content?: Buffer
  readonly unpacked?: { readonly bytes: number; readonly sha256: string }
  readonly platform?: Platform
} = {}): Promise<BundledUpdate> => {
  const resources = await temporaryFolder()
  const folder = join(resources, 'agent-installers')
  mkdirSync(folder)
  const file = `lictor-agent-1.0.0-${platform}.gz`
  writeFileSync(join(folder, file), content)
  const signer = await openSigner(join(resources, 'keys'), {})
  const files = [{ platform, purpose: 'update', format: 'gz', file, unpacked }] as const
  await signInstallers(folder, { version: '1.0.0', updatesFrom: '0.9.0', files }, signer)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { resources, content, sha256, roots: JSON.stringify({ roots: signer.roots }) }
}
