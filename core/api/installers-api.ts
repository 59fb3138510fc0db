import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { VerifiedFile } from '../agents/updates/installer-catalogue.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { CoreContext } from './core-context.ts'

type InstallerCalls = Pick<Api, Extract<keyof Api, `installers.${string}`>>

export const createInstallersApi = ({ installers, exports, exportsFolder }: CoreContext): InstallerCalls => {
  /** Copies that were made before, by their hash. */
  const copies = new Map<string, string>()
  return {
    'installers.list': () => installers.state(),
    'installers.verify': () => installers.verify(),
    'installers.save': async ({ file }) => {
      const found = await installers.file(file)
      if (!found) {
        const listed = (await installers.state()).installers.find((installer) => installer.file === file)
        if (listed) throw new ConsoleError('refused', listed.problem)
        throw new ConsoleError('not-found', `No installer ${file} came with this console.`)
      }
      const { sha256, name, bytes } = found
      const exportId = copies.get(sha256) ?? randomUUID()
      if (!copies.has(sha256)) {
        const path = join(await exportsFolder(), exportId)
        await copyVerified(found, path)
        exports.set(exportId, { path, fileName: name, contentType: 'application/octet-stream' })
        copies.set(sha256, exportId)
      }
      return { exportId, fileName: name, bytes }
    },
  }
}

/** What is handed on is what was signed, even when the file is replaced meanwhile. @throws ConsoleError `refused` */
const copyVerified = async ({ path, name, bytes, sha256 }: VerifiedFile, target: string): Promise<void> => {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(piece, _, done) {
      hash.update(piece)
      done(null, piece)
    },
  })
  const draft = `${target}.part`
  try {
    await pipeline(
      createReadStream(path, { end: bytes }),
      hashing,
      createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
    )
    if (hash.digest('hex') !== sha256)
      throw new ConsoleError('refused', `${name} was changed while it was copied. No copy was made.`)
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    if (error instanceof ConsoleError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConsoleError('refused', `${name} could not be copied: ${reason}. No copy was made.`)
  }
}
