import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readRoot, readRootFile, readSigned } from '../../core/agents/protocol/trust.ts'
import type { Signed } from '../../core/agents/protocol/updates.ts'
import { addRoot, proposeRoot } from './signing.ts'
import {
  addSignatures,
  makeKey,
  type PublicKey,
  readKey,
  readPublicKey,
  writeKey,
  writePublicKey,
} from './signing-keys.ts'

const usage = `Keys that releases of the agent are signed with: agent/packaging/signing.md.

  make KEY.pem                 makes a key and KEY.pem.pub beside it; LICTOR_KEY_PASSPHRASE encrypts it
  propose ROOT.json NEXT.json  writes the root after the last one of ROOT.json (the first one, where there is no such file), with
      --root KEY.pub ... --root-threshold N --release KEY.pub ... --release-threshold N
  sign NEXT.json KEY.pem       adds a signature
  add ROOT.json NEXT.json      adds it, once enough keys of the root before and of its own have signed
  show ROOT.json               prints the last root
`

const commands: { readonly [name: string]: (args: readonly string[]) => Promise<string> } = {
  async make([path = '']) {
    const key = makeKey()
    await writeFile(path, writeKey(key, process.env.LICTOR_KEY_PASSPHRASE), { flag: 'wx', mode: 0o600 })
    await writeFile(`${path}.pub`, writePublicKey(key), { flag: 'wx' })
    return `${path}: key ${key.name}. Keep it where only its owner gets at it, and a copy elsewhere.`
  },
  async propose(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        root: { type: 'string', multiple: true, default: [] },
        release: { type: 'string', multiple: true, default: [] },
        'root-threshold': { type: 'string', default: '1' },
        'release-threshold': { type: 'string', default: '1' },
      },
    })
    const [rootPath = '', nextPath = ''] = positionals
    const publicKeys = (paths: readonly string[]): Promise<PublicKey[]> =>
      Promise.all(paths.map(async (path) => readPublicKey(await readFile(path, 'utf8'))))
    const next = proposeRoot(await rootsIn(rootPath), {
      rootKeys: await publicKeys(values.root),
      rootThreshold: Number(values['root-threshold']),
      releaseKeys: await publicKeys(values.release),
      releaseThreshold: Number(values['release-threshold']),
      issued: Date.now(),
    })
    await writeFile(nextPath, `${JSON.stringify(next, undefined, 2)}\n`, { flag: 'wx' })
    return `${nextPath}: root ${readRoot(next).number}, signed by nobody yet.`
  },
  async sign([path = '', keyPath = '']) {
    const before = readSigned(await readFile(path, 'utf8'))
    const { number } = readRoot(before)
    const key = readKey(await readFile(keyPath, 'utf8'), process.env.LICTOR_KEY_PASSPHRASE)
    const after = addSignatures(before, [key])
    await writeFile(path, `${JSON.stringify(after, undefined, 2)}\n`)
    return `${path}: root ${number}, signed by ${after.signatures.map((one) => one.key).join(', ')}.`
  },
  async add([rootPath = '', nextPath = '']) {
    const roots = addRoot(await rootsIn(rootPath), readSigned(await readFile(nextPath, 'utf8')))
    await writeFile(rootPath, `${JSON.stringify({ roots }, undefined, 2)}\n`)
    return `${rootPath}: now ends with root ${roots.length}.`
  },
  async show([rootPath = '']) {
    return JSON.stringify(readRootFile(await readFile(rootPath, 'utf8')).latest, undefined, 2)
  },
}

const rootsIn = async (path: string): Promise<readonly Signed[]> => {
  try {
    return readRootFile(await readFile(path, 'utf8')).roots
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (command) {
  try {
    process.stdout.write(`${await command(args)}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
} else {
  process.stderr.write(usage)
  process.exitCode = 2
}
