import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { BuildProblem } from './build-tool.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const entry = '\0lictor-agent-program'

export interface Bundle {
  /** Path of the module. */
  readonly file: string
  /** Licences of the packages in it, each under its name. */
  readonly licences: string
}

/**
 * Agent and launcher as one module that needs nothing beside it: `launch` as its first argument leads to the launcher, everything else
 * to the agent. @param version of the agent, instead of the one in package.json
 */
export const bundleProgram = async (folder: string, version: string): Promise<Bundle> => {
  const packages = new Set<string>()
  const result = await build({
    configFile: false,
    root: checkout,
    logLevel: 'error',
    publicDir: false,
    plugins: [programEntry(), agentVersion(version), usedPackages(packages)],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node26',
      outDir: folder,
      emptyOutDir: false,
      // Whoever reads a stack trace of an agent has nothing to map it back with.
      minify: false,
      rolldownOptions: {
        input: entry,
        output: { format: 'es', entryFileNames: 'lictor-agent.mjs', codeSplitting: false },
      },
    },
  })
  const chunks = 'output' in result ? result.output : []
  const left = chunks
    .flatMap((chunk) => ('imports' in chunk ? chunk.imports : []))
    .filter((name) => !/^node:/.test(name))
  if (chunks.length !== 1 || left.length > 0)
    throw new BuildProblem(`The agent did not become one file: ${chunks.map(({ fileName }) => fileName)} need ${left}.`)
  return { file: join(folder, 'lictor-agent.mjs'), licences: await licencesOf(packages) }
}

const programEntry = (): Plugin => {
  const agent = join(checkout, 'agent/main.ts')
  const launcher = join(checkout, 'agent/launcher/main.ts')
  return {
    name: 'lictor:agent-entry',
    resolveId: (id) => (id === entry ? entry : undefined),
    load: (id) =>
      id === entry
        ? `if (process.argv[2] === 'launch') await import(${JSON.stringify(existsSync(launcher) ? launcher : agent)})
           else await import(${JSON.stringify(agent)})`
        : undefined,
  }
}

/** Of package.json the version alone goes into the program. */
const agentVersion = (version: string): Plugin => ({
  name: 'lictor:agent-version',
  load: {
    order: 'pre',
    handler: (id) =>
      id === join(checkout, 'package.json')
        ? { code: `export default ${JSON.stringify({ version })}`, moduleType: 'js' }
        : undefined,
  },
})

const usedPackages = (packages: Set<string>): Plugin => ({
  name: 'lictor:used-packages',
  moduleParsed: ({ id }) => {
    const [, name] = /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id) ?? []
    if (name !== undefined) packages.add(name.replace('\\', '/'))
  },
})

const licencesOf = async (packages: ReadonlySet<string>): Promise<string> => {
  const texts = []
  for (const name of [...packages].sort()) {
    const read = (file: string) => readFile(join(checkout, 'node_modules', name, file), 'utf8').catch(() => '')
    const text = (await read('LICENSE')) || (await read('LICENSE.md')) || (await read('LICENSE.txt'))
    if (text === '') throw new BuildProblem(`${name} has no file with its licence, so it cannot be handed on.`)
    texts.push(`== ${name} ==\n\n${text.trim()}\n`)
  }
  return texts.join('\n')
}
