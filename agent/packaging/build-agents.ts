import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { TrustProblem } from '../../core/agents/protocol/trust.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { isVersionName } from '../update/installation.ts'
import { buildPlatform } from './build-platform.ts'
import { BuildProblem } from './build-tool.ts'
import { bundleProgram } from './bundle-program.ts'
import { rootFileText } from './payload.ts'
import { hostPlatform, targetPlatforms } from './platforms.ts'
import { bringRuntime } from './runtime.ts'
import { openSigner, signInstallers } from './signing.ts'

/** Agents older than this cannot be brought up to the one that is built: they have no launcher. */
const updatesFrom = '0.9.0'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const say = (line: string) => void process.stderr.write(`${line}\n`)

const usage = `Usage: npm run build:agents [-- --all | --platform PLATFORM...] [--agent-version VERSION] [--output FOLDER]

  Builds the agent for this machine, or for all of ${targetPlatforms.map(({ platform }) => platform).join(', ')},
  and writes installers, updates and the signed manifest to resources/agent-installers.
`

/**
 * Everything is made in a folder beside the one it goes to, which then takes its place: what is there is always one whole release.
 * @throws BuildProblem
 */
const buildAgents = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      all: { type: 'boolean', default: false },
      platform: { type: 'string', multiple: true, default: [] },
      'agent-version': { type: 'string', default: packageJson.version },
      output: { type: 'string', default: join(checkout, 'resources/agent-installers') },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const host = hostPlatform()
  if (host === undefined)
    throw new BuildProblem(
      `Agents cannot be built on ${process.platform} ${process.arch}: the runtime that puts them together is not among those that are fetched.`,
    )
  const unknown = values.platform.filter((name) => targetPlatforms.every(({ platform }) => platform !== name))
  if (unknown.length > 0) throw new BuildProblem(`There is no platform ${unknown.join(', ')}.\n${usage}`)
  const targets = targetPlatforms.filter(
    (target) =>
      values.all || (values.platform.length > 0 ? values.platform.includes(target.platform) : target === host),
  )
  const version = values['agent-version']
  if (!isVersionName(version)) throw new BuildProblem(`${version} is no version such as 1.2.0 or 1.2.0-beta.1.`)
  const output = resolve(values.output)
  const cache = join(checkout, 'node_modules/.cache/lictor-agent-build')
  const draft = `${output}.new`
  const work = await mkdtemp(join(tmpdir(), 'lictor-agent-build-'))
  const began = Date.now()
  try {
    await mkdir(cache, { recursive: true })
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { recursive: true })
    const signer = await openSigner(join(cache, 'signing'))
    const { node: builder } = await bringRuntime(host, cache, say)
    const bundle = await bundleProgram(work, version)
    const files = []
    for (const target of targets) {
      say(`Building the agent ${version} for ${target.platform}…`)
      files.push(
        ...(await buildPlatform({
          target,
          version,
          bundle,
          builder,
          root: rootFileText(signer.roots),
          seconds: Math.floor(began / 1000),
          cache,
          work,
          output: draft,
          say,
        })),
      )
    }
    await signInstallers(draft, { version, updatesFrom, files, issued: began }, signer)
    await putInPlace(draft, output)
    for (const name of await readdir(output))
      say(`${((await stat(join(output, name))).size / 1e6).toFixed(1).padStart(7)} MB  ${name}`)
    say(`Version ${version} in ${output}, ${((Date.now() - began) / 1000).toFixed(0)} s.`)
    return 0
  } finally {
    await rm(work, { recursive: true, force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

/** What was there goes when the new one stands in its place. */
const putInPlace = async (draft: string, output: string): Promise<void> => {
  const before = `${output}.old`
  await rm(before, { recursive: true, force: true })
  await rename(output, before).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(draft, output)
  await rm(before, { recursive: true, force: true })
}

try {
  process.exitCode = await buildAgents(process.argv.slice(2))
} catch (error) {
  const isTold =
    error instanceof BuildProblem ||
    error instanceof TrustProblem ||
    (error instanceof Error && 'code' in error && /^ERR_PARSE/.test(String(error.code)))
  say(isTold ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}
