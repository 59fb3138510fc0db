// Who may import whom, no import cycles, no file over 400 lines. Run by `npm run check` and `npm test`.
// Own code, because the tools that do this (dependency-cruiser, madge) read TypeScript through the compiler's JavaScript API,
// which TypeScript 7 does not have. The parsing is that of oxc, which comes with Vite.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'

const root = dirname(fileURLToPath(import.meta.url))
const maxLines = 400

/**
 * What each layer may import besides itself. A file belongs to the longest layer name its path begins with;
 * `core` are the files directly in core/, which put the parts together. What a layer may import, its importer may import too.
 */
const mayImport = {
  'core/contract': [],
  'core/reading': [],
  'core/segments': [],
  'core/facts': ['core/segments'],
  'core/database': ['core/contract', 'core/facts', 'core/segments'],
  'core/data-types': ['core/facts'],
  'core/mapping': ['core/facts', 'core/contract'],
  'core/importers': ['core/reading', 'core/facts', 'core/segments'],
  'core/aggregation': ['core/facts', 'core/data-types', 'core/mapping', 'core/segments'],
  'core/usage': ['core/query', 'core/facts'],
  'core/query': ['core/segments', 'core/data-types', 'core/aggregation', 'core/contract'],
  'core/events': ['core/database', 'core/contract'],
  'core/settings': ['core/database', 'core/contract'],
  // Parsing, deriving and scanning in threads. They never touch the database.
  'core/workers': ['core/importers', 'core/aggregation', 'core/query', 'core/usage', 'core/agents/folding'],
  'core/imports': [
    'core/importers',
    'core/database',
    'core/aggregation',
    'core/segments',
    'core/workers',
    'core/events',
    'core/contract',
  ],
  'core/watch': ['core/imports', 'core/database', 'core/events', 'core/contract'],
  'core/export': ['core/query', 'core/contract'],
  'core/agents/protocol': ['core/contract'],
  // Records of agents become usage rows, in the ingest worker.
  'core/agents/folding': ['core/agents/protocol', 'core/importers'],
  'core/agents': [
    'core/agents/protocol',
    'core/imports',
    'core/database',
    'core/events',
    'core/settings',
    'core/workers',
    'core/facts',
    'core/contract',
  ],
  'core/api': [
    'core/imports',
    'core/watch',
    'core/export',
    'core/agents',
    'core/settings',
    'core/workers',
    'core/query',
    'core/usage',
    'core/contract',
  ],
  'core/host': ['core/api', 'core/contract'],
  core: ['core/host', 'core/api'],
  'core/cli': ['core'],
  // Faults through the whole program; nothing of it is packaged.
  'core/faults': ['core/cli', 'bench', 'agent', 'agent/packaging'],
  agent: ['core/agents/protocol'],
  // Builds the agent and its installers; nothing of it is in them.
  'agent/packaging': ['agent'],
  electron: ['core/host', 'core/contract', 'core'],
  renderer: ['core/contract'],
  e2e: ['core/contract', 'bench', 'agent/packaging'],
  bench: ['core/cli'],
}

/** These see only what their line names, not what lies beneath it. */
const closed = new Set(['renderer', 'agent', 'electron', 'e2e', 'core/host'])

/** Packages only some layers may import, by the beginning of their name. */
const packageRules = [
  { packages: ['electron', 'electron-updater'], layers: ['electron'] },
  { packages: ['sqlite3'], layers: ['core/database', 'bench'] },
  {
    packages: ['react', 'react-dom', '@mantine', 'zustand', 'ag-grid-community', 'ag-grid-react', 'echarts'],
    layers: ['renderer'],
  },
  { packages: ['ag-grid-enterprise'], layers: [] },
]
/** These run in a page as well, or are plain data: nothing of Node. */
const withoutNode = new Set(['core/contract', 'renderer'])

/** Tests, fault tests and suites that several tests run. They are not packaged. */
const isTest = (file) => /(\.test|\.faults|-suite)\.tsx?$/.test(file)

const problems = []
const files = ['core', 'agent', 'electron', 'renderer', 'e2e', 'bench'].flatMap(filesBelow)
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const known = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
/** File to the files it imports, for the search for cycles. */
const graph = new Map()

for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8')
  checkLength(file, text)
  if (!/\.(ts|tsx)$/.test(file)) continue
  const edges = []
  for (const { specifier, line, isTypeOnly } of importsOf(file, text)) {
    const target = specifier.startsWith('.')
      ? posix.normalize(posix.join(posix.dirname(file), specifier.split('?')[0]))
      : undefined
    const reason = target
      ? (fileProblem(file, target) ?? (isTypeOnly ? undefined : pageProblem(file, target)))
      : packageProblem(file, specifier)
    if (reason) problems.push(`${file}:${line} imports ${specifier}: ${reason}`)
    if (target) edges.push(target)
  }
  graph.set(file, edges)
}
for (const cycle of cycles()) problems.push(`import cycle: ${cycle.join(' → ')}`)
if (existsSync(join(root, 'node_modules', 'ag-grid-enterprise')))
  problems.push('ag-grid-enterprise is installed; only the community edition may be')

for (const problem of problems) console.log(problem)
console.log(
  problems.length === 0
    ? `${files.length} files, every import within its layer`
    : `${problems.length} problems in ${files.length} files`,
)
process.exitCode = problems.length === 0 ? 0 : 1

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'testcases' ? [] : filesBelow(path)
    return /\.(ts|tsx|mjs|css|sql)$/.test(entry.name) ? [path] : []
  })
}

/** A longer file says why in its first line: `// Long because …`. */
function checkLength(file, text) {
  const lines = text.split('\n').length - 1
  if (lines > maxLines && !/^\S+\s+Long because /.test(text))
    problems.push(`${file} has ${lines} lines; ${maxLines} is the limit`)
}

function importsOf(file, text) {
  const { module, program, errors } = parseSync(file, text)
  if (errors.length > 0) problems.push(`${file} does not parse: ${errors[0].message}`)
  const lineAt = (offset) => text.slice(0, offset).split('\n').length
  const requests = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      ...moduleRequest,
      isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    // import('./x.ts'): only a literal can be followed.
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const literal = /^['"`](.*)['"`]$/.exec(text.slice(start, end))
      return literal ? [{ value: literal[1], start }] : []
    }),
  ]
  // type X = import('./x.ts').X
  const visitor = new Visitor({ TSImportType: ({ source }) => requests.push(source) })
  if (text.includes('import(')) visitor.visit(program)
  return requests.map(({ value, start, isTypeOnly = false }) => ({ specifier: value, line: lineAt(start), isTypeOnly }))
}

function layerOf(path) {
  const names = Object.keys(mayImport).filter((name) => path.startsWith(`${name}/`) || path.startsWith(`${name}.`))
  const layer = names.sort((a, b) => b.length - a.length)[0]
  // Not in the table: a new folder of core, say. `core` itself is only for files directly in it.
  return layer === 'core' && path.split('/').length > 2 ? undefined : layer
}

function allowed(layer) {
  const direct = mayImport[layer]
  return closed.has(layer) ? new Set(direct) : new Set(direct.flatMap((below) => [below, ...allowed(below)]))
}

function fileProblem(file, target) {
  if (!existsSync(join(root, target))) return 'there is no such file'
  const from = layerOf(file)
  const to = layerOf(target)
  if (from === undefined) return `${posix.dirname(file)} is not in the table of layers.mjs`
  if (from === to) return undefined
  // A test may bring in anything of its own runtime, and the generator of inputs.
  if (
    isTest(file) &&
    from.startsWith('core') &&
    (target.startsWith('core/') || to === 'bench' || target.startsWith('e2e/recount/'))
  )
    return undefined
  if (to === undefined)
    return target.startsWith('core/') ? `${posix.dirname(target)} is not in the table of layers.mjs` : undefined
  return allowed(from).has(to) ? undefined : `${from} may not import ${to}`
}

/** zod tries whether it may make functions from text, which the page's policy forbids and reports. A page takes types from such files only. */
function pageProblem(file, target) {
  if (!file.startsWith('renderer/') || isTest(file) || !target.startsWith('core/contract/')) return undefined
  return /from 'zod'/.test(readFileSync(join(root, target), 'utf8'))
    ? 'it brings zod into the page; import types from it, or move the value to a file without schemas'
    : undefined
}

function packageProblem(file, specifier) {
  const layer = layerOf(file) ?? ''
  if (specifier.startsWith('node:'))
    return withoutNode.has(layer) && !isTest(file) && !file.endsWith('.config.ts')
      ? `${layer} runs without Node`
      : undefined
  if (builtinModules.includes(specifier)) return 'Node modules are imported with the node: prefix'
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const rule = packageRules.find(({ packages }) => packages.includes(name) || packages.includes(name.split('/')[0]))
  if (rule && !rule.layers.includes(layer))
    return rule.layers.length === 0 ? 'not in this project' : `only ${rule.layers.join(' and ')} may`
  if (!known.has(name)) return 'not in package.json'
  // What is packaged without a bundler around it must be there at run time. The window's own shell is bundled by electron-vite.
  if (/^(core|agent$)/.test(layer) && !isTest(file) && !(name in manifest.dependencies))
    return 'a development dependency; the packaged application does not have it'
  return undefined
}

/** Each cycle once, beginning with its first file by name. Type imports count: they tie two files together all the same. */
function cycles() {
  const found = new Map()
  const state = new Map()
  const path = []
  const visit = (file) => {
    state.set(file, 'open')
    path.push(file)
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') {
        const cycle = path.slice(path.indexOf(next))
        found.set([...cycle].sort().join(), [...cycle, next])
      } else if (!state.has(next)) visit(next)
    }
    path.pop()
    state.set(file, 'done')
  }
  for (const file of graph.keys()) if (!state.has(file)) visit(file)
  return found.values()
}
