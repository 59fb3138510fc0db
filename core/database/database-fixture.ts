import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, type OpenOptions, openDatabase } from './connection.ts'

const endings: (() => unknown)[] = []

/** For tests: give it to `afterEach`. Ends what the functions below began, the last first. */
export const endTest = async (): Promise<void> => {
  for (let ending = endings.pop(); ending; ending = endings.pop()) await ending()
}

/** For tests: something to be done when the test ends. */
export const atEnd = (ending: () => unknown): void => void endings.push(ending)

/** For tests: a folder that goes with the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lictor-database-'))
  endings.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** For tests: an open database, closed with the test. */
export const openForTest = async (path: string, options?: OpenOptions): Promise<Database> => {
  const database = await openDatabase(path, options)
  endings.push(() => database.close())
  return database
}

/** For tests: a new database with one table, `note(id, text)`. */
export const newDatabase = async (): Promise<Database> => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await database.transaction((tx) => tx.run('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'))
  return database
}

export const addNote = (database: Database, text: string): Promise<unknown> =>
  database.transaction((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]))

export const countNotes = async (database: Database): Promise<number> =>
  (await database.get<{ n: number }>('SELECT count(*) AS n FROM note'))?.n ?? -1

/** For tests on Linux: read-only files and folders count for root as well. */
const withoutOverride = ['--inh-caps=-dac_override,-dac_read_search', '--bounding-set=-dac_override,-dac_read_search']

/** For tests: another process that runs `source`, an ES module that imports as if it lay in this folder. Killed with the test. */
export const startProcess = (source: string, rights: 'ours' | 'no override' = 'ours') => {
  const args = ['--input-type=module', '--eval', source]
  const drop = rights === 'no override' && process.getuid?.() === 0
  const [command, ...rest] = drop
    ? ['setpriv', ...withoutOverride, process.execPath, ...args]
    : [process.execPath, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname })
  endings.push(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code))
  })
  return { child, ended, lines: linesOf(child.stdout) }
}

/** For tests: what another process that runs `source` printed, as JSON. */
export const runProcess = async (source: string, rights?: 'ours' | 'no override'): Promise<unknown> => {
  const { lines, ended } = startProcess(source, rights)
  let text = ''
  for await (const line of lines) text += line
  await ended
  return JSON.parse(text)
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  return undefined
}
