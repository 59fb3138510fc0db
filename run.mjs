// Every npm script is one call of this file: `node run.mjs COMMAND ARGS`. It brings what is missing (setup.mjs), then goes on
// with the pinned Node. Only Node's own modules are used here, and nothing newer than Node 20.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, relative } from 'node:path'
import { bringChromium, bringElectron, findElectron, root, say, setup, stop } from './setup.mjs'

const [command = 'help', ...args] = process.argv.slice(2)
/** Type stripping still warned of itself in the first releases of Node 24. */
const nodeFlags = ['--disable-warning=ExperimentalWarning']
const inRoot = (...parts) => join(root, ...parts)
const tool = (name, ...parts) => inRoot('node_modules', name, ...parts)

// --- commands ---------------------------------------------------------------------------------------------------------

const commands = {
  async start(node) {
    const electron = canShowWindow() ? bringElectron(node) : undefined
    if (electron) {
      await buildIfChanged(node, 'app', [tool('electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel=warn'])
      return become(electron, ['.', ...args])
    }
    await buildPage(node)
    return program(node, 'core/cli/main.ts', ['serve', ...args])
  },
  test: (node) => check(node, ['lint', 'types', 'layers', 'unit', 'e2e']),
  /** `npm run check -- unit` runs that step alone. */
  check: (node) => check(node, args.length > 0 ? args : ['lint', 'types', 'layers', 'unit']),
  async faults(node) {
    process.env.LICTOR_FAULTS = '1'
    return check(node, ['faults'])
  },
  bench: (node) => program(node, 'bench/main.ts', args),
  lictor: (node) => program(node, 'core/cli/main.ts', args),
  'lictor-agent': (node) => program(node, 'agent/main.ts', args),
  build: (node) => become(node, [tool('electron-vite', 'bin', 'electron-vite.js'), 'build', ...args]),
  /** Installers and updates of the agent, for this machine or with `-- --all` for all. */
  'build:agents': (node) => program(node, 'agent/packaging/build-agents.ts', args),
  format: (node) => become(node, [tool('@biomejs/biome', 'bin', 'biome'), 'check', '--write', ...args]),
  /** The pinned Node with any arguments, for tools that need it: `node run.mjs node node_modules/vitest/vitest.mjs run core/reading`. */
  node: (node) => become(node, [...nodeFlags, ...args], process.cwd()),
  setup: () => 0,
}

function program(node, entry, programArgs) {
  if (!existsSync(inRoot(entry))) stop(`${entry} is not part of this checkout yet.`)
  // Compiled code is kept between runs: most commands live for less time than compiling them takes.
  process.env.NODE_COMPILE_CACHE ??= tool('.cache', 'node-compile-cache')
  // npm changes into this folder; the paths somebody typed are meant from where they typed them.
  const cwd = process.env.npm_lifecycle_event === command ? process.env.INIT_CWD : process.cwd()
  return become(node, [...nodeFlags, inRoot(entry), ...programArgs], cwd)
}

/** Runs a command in our place: same terminal, signals passed on, its exit code as ours. */
function become(file, fileArgs, cwd = root) {
  const child = spawn(file, fileArgs, { cwd, stdio: 'inherit' })
  const terminal = [0, 1, 2].some((fd) => [process.stdin, process.stdout, process.stderr][fd].isTTY)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to every process of the group: passed on, it would arrive twice.
    process.on(signal, () => (signal === 'SIGINT' && terminal) || child.kill(signal))
  }
  return new Promise((resolve) => {
    child.on('error', (error) => stop(`${file} could not be started: ${error.message}`))
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Electron's sandbox does not start for root on Linux, and is not given up: the browser host serves there, and where there is no display. */
const canShowWindow = () => hasDisplay() && !(process.platform === 'linux' && process.getuid() === 0)

// --- building ---------------------------------------------------------------------------------------------------------

const buildPage = (node) =>
  buildIfChanged(node, 'page', [
    tool('vite', 'bin', 'vite.js'),
    'build',
    '--config=renderer/vite.config.ts',
    '--logLevel=warn',
  ])

/** Builds when the name, size or time of any source file differs from what the last build saw. */
async function buildIfChanged(node, name, buildArgs) {
  if (!existsSync(inRoot('renderer', 'index.html'))) stop('renderer/index.html is not part of this checkout yet.')
  const sources = name === 'page' ? ['renderer', 'core/contract'] : ['renderer', 'core', 'electron']
  const seen = [...sources.flatMap((folder) => filesBelow(folder)), 'package-lock.json', 'electron.vite.config.ts'].map(
    (path) => {
      const { size, mtimeMs } = statSync(inRoot(path))
      return `${path} ${size} ${mtimeMs}`
    },
  )
  const stampFile = inRoot('out', `.${name}-built`)
  const stamp = seen.join('\n')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say(name === 'page' ? 'Building the page…' : 'Building the application…')
  const { code, text } = await capture(node, buildArgs, 600)
  if (code !== 0) stop(`${text}\nThe build failed; its messages are above.`)
  mkdirSync(inRoot('out'), { recursive: true })
  writeFileSync(stampFile, stamp)
}

function filesBelow(folder, matches = () => true) {
  if (!existsSync(inRoot(folder))) return []
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, matches)
    return matches(entry.name) ? [path] : []
  })
}

const capture = (file, fileArgs, seconds) => runStep(file, fileArgs, seconds, 'pipe')

/** Runs one step of a check to its end or its time limit, without stdin. */
function runStep(file, fileArgs, seconds, out = 'inherit', env = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, fileArgs, { cwd: root, stdio: ['ignore', out, out], env: { ...process.env, ...env } })
    let text = ''
    child.stdout?.on('data', (data) => (text += data))
    child.stderr?.on('data', (data) => (text += data))
    const timer = setTimeout(() => {
      say(`Stopped after ${seconds} s, the time limit of this step.`)
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
    }, seconds * 1000)
    const end = (signal) => {
      child.kill(signal)
      process.exit(128 + constants.signals[signal])
    }
    process.on('SIGINT', end).on('SIGTERM', end)
    child.on('error', (error) => resolve({ code: 1, text: String(error) }))
    child.on('close', (code) => {
      clearTimeout(timer)
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve({ code: code ?? 1, text })
    })
  })
}

// --- checking ---------------------------------------------------------------------------------------------------------

const isTest = (name) => /\.test\.tsx?$/.test(name)
const codeFolders = ['core', 'electron', 'renderer', 'agent', 'bench', 'e2e']

/** Each step answers how many of its checks passed and failed, or why it had nothing to check. */
const steps = {
  async lint(node) {
    const { code } = await runStep(
      node,
      [tool('@biomejs/biome', 'bin', 'biome'), 'check', '--error-on-warnings', '--max-diagnostics=20'],
      60,
    )
    return one(code)
  },
  async types(node) {
    const projects = [
      'tsconfig.json',
      ...codeFolders.map((folder) => `${folder}/tsconfig.json`),
      'renderer/tsconfig.test.json',
    ]
    const sum = { passed: 0, failed: 0 }
    for (const project of projects) {
      const folder = project.includes('/') ? project.split('/')[0] : '.'
      const wanted = project.endsWith('test.json')
        ? isTest
        : (name) => /\.tsx?$/.test(name) && name !== 'vite.config.ts'
      if (folder !== '.' && filesBelow(folder, wanted).length === 0) {
        console.log(`${project}: skipped, no files yet`)
        continue
      }
      const { code } = await runStep(
        node,
        [tool('typescript', 'bin', 'tsc'), '--project', project, '--pretty', 'false'],
        180,
      )
      console.log(`${project}: ${code === 0 ? 'no errors' : 'errors above'}`)
      add(sum, one(code))
    }
    return sum
  },
  async layers(node) {
    return one((await runStep(node, ['layers.mjs'], 60)).code)
  },
  async unit(node) {
    const folders = ['core', 'electron', 'renderer', 'agent', 'bench']
    if (!folders.some((folder) => filesBelow(folder, isTest).length > 0)) return 'there are no *.test.ts files yet'
    return vitest(node, 900, 'unit.json')
  },
  /** Every test whose title begins with the number of a fault, at full size, and a table of them. ARGS of `test:faults` choose files. */
  async faults(node) {
    const names = /['"`][IASU]\d+[: ]/
    const files = ['core', 'electron', 'agent']
      .flatMap((folder) => filesBelow(folder, (name) => isTest(name) || name.endsWith('.faults.ts')))
      .filter((path) => names.test(readFileSync(inRoot(path), 'utf8')))
      .filter((path) => command !== 'faults' || args.length === 0 || args.some((part) => path.includes(part)))
    const result = await vitest(node, 7_200, 'faults.json', files)
    faultTable(inRoot('test-results', 'faults.json'), command !== 'faults' || args.length === 0)
    return result
  },
  async e2e(node) {
    if (filesBelow('e2e', (name) => name.endsWith('.spec.ts')).length === 0)
      return 'there are no e2e/*.spec.ts files yet'
    const chromium = bringChromium()
    if (chromium === undefined) {
      say(
        'No Chromium, Chrome or Edge was found. Install one (Debian: apt-get install chromium), or name it in LICTOR_CHROMIUM.',
      )
      return { passed: 0, failed: 1 }
    }
    await buildPage(node)
    const electron = hasDisplay() ? findElectron() : undefined
    const why = hasDisplay() ? 'no Electron binary is installed here' : 'there is no display here'
    if (electron === undefined) console.log(`Project electron: skipped, ${why}`)
    const report = inRoot('test-results', 'e2e.json')
    const env = { LICTOR_CHROMIUM: chromium, LICTOR_ELECTRON: electron ?? '', PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    rmSync(report, { force: true })
    const { code } = await runStep(
      node,
      [...nodeFlags, tool('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'],
      1_100,
      'inherit',
      env,
    )
    const result = readReport(report)
    const { expected = 0, flaky = 0 } = result.stats ?? {}
    const names = specsThat('unexpected', result)
    if (code !== 0 && names.length === 0) names.push(`Playwright ended with ${code}, see above`)
    const remarks = specsThat('flaky', result).map((name) => `${name}: passed on the second try`)
    return { passed: expected + flaky, failed: names.length, names, remarks }
  },
}

/** The faults that have a number: docs/faults.md says what each is. */
const faultNumbers = [
  ...Array.from({ length: 24 }, (_, i) => `I${i + 1}`),
  ...Array.from({ length: 11 }, (_, i) => `S${i + 1}`),
  ...Array.from({ length: 14 }, (_, i) => `A${i + 1}`),
  ...Array.from({ length: 12 }, (_, i) => `U${i + 1}`),
]

/** Number, test and result of each case, by number. A case that could not run says why in its title. */
function faultTable(report, isWhole) {
  if (!existsSync(report)) return
  const results = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )
  const rows = results.flatMap(({ title, status, duration }) => {
    const [, number, test] = /^([IASU]\d+)[: ]+(.*)/.exec(title) ?? []
    if (number === undefined) return []
    const ran = status === 'passed' || status === 'failed'
    return [{ number, test, result: ran ? `${status} (${(duration / 1000).toFixed(1)} s)` : 'not run' }]
  })
  const place = ({ number }) => faultNumbers.indexOf(number)
  console.log('\nnumber | test | result')
  for (const { number, test, result } of rows.sort((a, b) => place(a) - place(b)))
    console.log(`${number.padEnd(6)} | ${test} | ${result}`)
  const missing = faultNumbers.filter((number) => !rows.some((row) => row.number === number))
  if (isWhole && missing.length > 0) console.log(`Without a test: ${missing.join(', ')}`)
}

/**
 * A test file whose process ended before it could say how its tests went (a crash of Node itself has been seen) is run once more, and
 * that is told. A fault of ours shows again.
 */
async function vitest(node, seconds, reportName, files = []) {
  const first = await vitestOnce(node, seconds, reportName, files)
  const { crashed } = first
  if (crashed.length === 0) return first
  const names = crashed.map(({ file }) => file)
  say(`The process of ${names.join(', ')} ended without a result: once more.`)
  const second = await vitestOnce(node, seconds, `again-${reportName}`, names)
  return {
    passed: first.passed + second.passed - crashed.reduce((sum, { passed }) => sum + passed, 0),
    failed: first.failed + second.failed + second.crashed.length,
    names: [...first.names, ...second.names, ...second.crashed.map(({ file }) => `${file}: its process ended twice`)],
    remarks: names.map((file) => `${file}: its process ended without a result, and it was run once more`),
  }
}

async function vitestOnce(node, seconds, reportName, files) {
  const file = inRoot('test-results', reportName)
  rmSync(file, { force: true })
  const { code } = await runStep(
    node,
    [
      ...nodeFlags,
      tool('vitest', 'vitest.mjs'),
      'run',
      ...files,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
    ],
    seconds,
  )
  const { numPassedTests = 0, testResults = [] } = readReport(file)
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const path = relative(root, name)
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length > 0)
      return failed.map(({ fullName, failureMessages }) => `${path} > ${fullName}: ${firstLine(failureMessages[0])}`)
    return status === 'failed' && message !== '' ? [`${path}: ${firstLine(message)}`] : []
  })
  const crashed = testResults
    .filter(({ status, message, assertionResults }) => {
      const has = (wanted) => assertionResults.some((one) => one.status === wanted)
      return status === 'failed' && message === '' && !has('failed')
    })
    .map(({ name, assertionResults }) => ({
      file: relative(root, name),
      passed: assertionResults.filter((one) => one.status === 'passed').length,
    }))
  if (code !== 0 && failures.length + crashed.length === 0) failures.push(`vitest ended with ${code}, see above`)
  return { passed: numPassedTests, failed: failures.length, names: failures, crashed }
}

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
const firstLine = (text = '') => text.split('\n', 1)[0]

/** Titles of Playwright's report that ended in one way: `unexpected`, or `flaky` where only the second try passed. */
const specsThat = (ended, { suites = [] }) =>
  suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some(({ status }) => status === ended))
      .map(({ title }) => `e2e/${suite.file} > ${title}`),
    ...specsThat(ended, suite),
  ])

const one = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 })

function add(sum, part) {
  sum.passed += part.passed
  sum.failed += part.failed
}

async function check(node, names) {
  const sum = { passed: 0, failed: 0 }
  const failures = []
  const remarks = []
  const began = Date.now()
  for (const name of names) {
    if (!Object.hasOwn(steps, name)) stop(`There is no step ${name}; the steps are ${Object.keys(steps).join(', ')}.`)
    const stepBegan = Date.now()
    console.log(`\n== ${name}`)
    const result = await steps[name](node)
    const seconds = ((Date.now() - stepBegan) / 1000).toFixed(1)
    if (typeof result === 'string') console.log(`${name}: skipped, ${result}`)
    else {
      add(sum, result)
      if (result.failed > 0) failures.push(...(result.names ?? [`${name}: its messages are above`]))
      remarks.push(...(result.remarks ?? []))
      console.log(`${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`)
    }
  }
  if (remarks.length > 0) console.log(`\nNot at once:\n${remarks.map((remark) => `- ${remark}`).join('\n')}`)
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `- ${name}`).join('\n')}`)
  console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s in all`)
  console.log(`${sum.passed} passed, ${sum.failed} failed`)
  return sum.failed === 0 ? 0 : 1
}

// --- begin ------------------------------------------------------------------------------------------------------------

if (Number(process.versions.node.split('.')[0]) < 20)
  stop(`Lictor needs Node 20 or newer to set itself up; this is ${process.version}.`)
if (!Object.hasOwn(commands, command)) stop(`Usage: node run.mjs ${Object.keys(commands).join('|')} ARGS`)
process.exitCode = await commands[command](setup())
