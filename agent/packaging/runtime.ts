import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, chmod, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BuildProblem, hasTool, runTool } from './build-tool.ts'
import { hostPlatform, type TargetPlatform } from './platforms.ts'
import runtimes from './runtimes.json' with { type: 'json' }

const integrity: { readonly [name: string]: string } = runtimes.packages

/** The runtime that agents are built with, and the licence that it comes under. */
export interface Runtime {
  readonly node: string
  /** Without what only a debugger needs, where a tool for that is installed. */
  readonly slim: string
}

/** Brings the runtime of a platform, once: from npm's registry, checked against the hash in runtimes.json. @throws BuildProblem */
export const bringRuntime = async (
  target: TargetPlatform,
  cache: string,
  say: (line: string) => void,
): Promise<Runtime> => {
  const { runtime, binary, system } = target
  const folder = join(cache, `${runtime}-${runtimes.version}`)
  const [node, slim] = [join(folder, binary), join(folder, `${binary}-slim`)]
  if (!(await isThere(node))) {
    say(`Fetching ${runtime} ${runtimes.version}…`)
    await fetchPackage(runtime, folder, cache)
    await chmod(node, 0o755)
  }
  // A signed program would no longer be as it was signed; Windows and macOS have next to nothing that could go.
  const strip = system === 'linux' ? await stripper(target) : undefined
  if (strip === undefined) return { node, slim: node }
  if (!(await isThere(slim))) {
    await copyFile(node, `${slim}.new`)
    await runTool(strip, ['-s', `${slim}.new`])
    await rename(`${slim}.new`, slim)
  }
  return { node, slim }
}

/** Node's licence, which what contains it has to carry. The package for Windows comes without; it is the same for all. */
export const runtimeLicence = async (cache: string): Promise<string> => {
  for (const name of Object.keys(integrity)) {
    const text = await readFile(join(cache, `${name}-${runtimes.version}`, 'LICENSE'), 'utf8').catch(() => '')
    if (text !== '') return text
  }
  throw new BuildProblem('No runtime that was fetched brought its licence. Build for Linux or macOS too.')
}

const fetchPackage = async (name: string, folder: string, cache: string): Promise<void> => {
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const npm = process.env.npm_execpath
  const viaNode = npm !== undefined && /npm-cli\.c?js$/.test(npm)
  const args = ['pack', `${name}@${runtimes.version}`, '--ignore-scripts', '--pack-destination', cache, '--silent']
  const file = join(cache, (await runTool(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args)).trim())
  const found = await sha512(file)
  if (found !== integrity[name]) {
    await rm(file, { force: true })
    throw new BuildProblem(
      `The registry's ${name} ${runtimes.version} is not the one that agents are built with (${found}). It was thrown away. agent/packaging/runtimes.json has the hash that is right.`,
    )
  }
  await runTool('tar', ['-xzf', file, '-C', draft, '--strip-components=1'])
  await rm(file)
  await rm(folder, { recursive: true, force: true })
  await rename(draft, folder)
}

const sha512 = async (file: string): Promise<string> => {
  const hash = createHash('sha512')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return `sha512-${hash.digest('base64')}`
}

/** That of LLVM knows all processors, the usual one its own. */
const stripper = async (target: TargetPlatform): Promise<string | undefined> => {
  if (await hasTool('llvm-strip')) return 'llvm-strip'
  return target === hostPlatform() && (await hasTool('strip')) ? 'strip' : undefined
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
