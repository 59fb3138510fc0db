import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { ImportRecord } from '../contract/imports.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { temporaryFolder } from '../database/database-fixture.ts'
import { type Core, openCore } from '../open-core.ts'
import { browserHost } from './browser-host.ts'
import { writeLog } from './log-fixture.ts'
import { bundledResources } from './resources-folder.ts'
import { runCommandLine } from './run-command-line.ts'

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** For tests: one command of the command line in this process. */
export const command = async (...args: readonly string[]): Promise<Ended> => {
  const [stdout, outText] = kept()
  const [stderr, errText] = kept()
  const status = await runCommandLine(args, { stdout, stderr })
  return { status, stdout: outText(), stderr: errText() }
}

const kept = (): [Writable, () => string] => {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk, _, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  return [stream, () => chunks.join('')]
}

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** For tests: the command line as a process of its own; `child` is there to be killed. */
export const commandProcess = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })))
  return { child, ended, told: () => stdout, errors: () => stderr }
}

/** For tests: a console on this database, in this process. */
export const openConsole = (database: string): Promise<Core> =>
  openCore({
    database,
    resources: bundledResources(),
    host: browserHost,
    log: (error, where) => console.error(where, error),
  })

/** For tests: imports files one after the other, each settled before the next. @returns the record of each as it ended, well or not */
export const importInto = async (
  { api, idle }: Core,
  paths: readonly string[],
  options: { readonly server?: string; readonly zone?: string; readonly startDate?: string } = { zone: 'UTC' },
): Promise<ImportRecord[]> => {
  const ended: ImportRecord[] = []
  for (const path of paths) {
    const [started] = await api['imports.start']({ files: [{ path }], ...options })
    await idle()
    const record = (await api['imports.list']({})).find(({ id }) => id === started?.id)
    if (record) ended.push(record)
  }
  return ended
}

/** Every type that a FlexNet debug log feeds. */
export const logTypes = [50, 51, 52, 75, 76, 77, 83, 84, 85, 86, 104, 116, 129] as const

/** For tests: a report's rows as lines, cells in the order of its columns, `undef` and empty cells as in CSV. */
export const reportLines = async (
  { api }: Core,
  type: number,
  request: Partial<Omit<ReportRequest, 'type'>> = {},
): Promise<string[]> => {
  const { resultId, rowCount } = await api['reports.run']({ type, by: 'hour', groupBy: null, where: [], ...request })
  const lines: string[] = []
  for (let offset = 0; offset < rowCount; offset += 10_000) {
    const columns = await api['reports.rows']({ resultId, offset, count: 10_000 })
    const rows = columns[0]?.length ?? 0
    for (let row = 0; row < rows; row++) lines.push(columns.map((column) => told(column[row])).join(','))
  }
  return lines
}

const told = (cell: string | number | null | undefined): string =>
  typeof cell === 'number' ? String(Math.round(cell * 1e6) / 1e6) : (cell ?? '')

/** For tests: the hourly records of all types a log feeds. */
export const allRecords = async (core: Core): Promise<Record<number, string[]>> => {
  const records: Record<number, string[]> = {}
  for (const type of logTypes) records[type] = await reportLines(core, type)
  return records
}

/** For tests: what a console of its own says of these files, imported one by one in this order. */
export const toldOf = async (
  files: readonly (readonly [name: string, content: readonly string[] | string | Buffer])[],
  options?: Parameters<typeof importInto>[2],
) => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  try {
    const paths = files.map(([name, content]) => writeLog(folder, name, content))
    const imports = await importInto(core, paths, options)
    return { imports, records: await allRecords(core), sources: await core.api['sources.list']({}) }
  } finally {
    await core.close()
  }
}
