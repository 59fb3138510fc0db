// The engine for its twin: the command line as a process of its own, and what differs between the answers of both.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/** One command of the command line. @returns standard output; any status above `worst` fails the test */
export const lictor = (args: readonly string[], worst = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(project, 'core', 'cli', 'main.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => out.push(data))
    child.stderr.on('data', (data: Buffer) => err.push(data))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status !== null && status <= worst) resolve(Buffer.concat(out).toString())
      else reject(new Error(`lictor ${args.join(' ')} ended with ${status}: ${Buffer.concat(err)}`))
    })
  })

/** RFC 4180, for lines that end in LF. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)
/** Numbers may differ by their last decimal, where a sum was made in another order. */
const isSame = (a: string, b: string): boolean =>
  a === b || (isNumber(a) && isNumber(b) && Math.abs(Number(a) - Number(b)) < 2e-6)

/** Rows that only one of the two has, and the fields in which two rows of the same place differ. At most a dozen. */
export const differences = (engine: string, twin: string): string[] => {
  const ours = engine.split('\n')
  const theirs = twin.split('\n')
  const names = fieldsOf(ours[0] as string)
  const found: string[] = []
  if (ours[0] !== theirs[0]) found.push(`header: engine ${ours[0]} | recount ${theirs[0]}`)
  for (let i = 1; i < Math.max(ours.length, theirs.length) && found.length < 12; i++) {
    if (ours[i] === theirs[i]) continue
    const a = fieldsOf(ours[i] ?? '')
    const b = fieldsOf(theirs[i] ?? '')
    const wrong = names.flatMap((name, f) =>
      isSame(a[f] ?? '', b[f] ?? '') ? [] : [`${name}: engine ${a[f] ?? 'no row'}, recount ${b[f] ?? 'no row'}`],
    )
    if (wrong.length > 0) found.push(`row ${i} (${(theirs[i] ?? ours[i])?.slice(0, 90)}) ${wrong.join('; ')}`)
  }
  return found
}
