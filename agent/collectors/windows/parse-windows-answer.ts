import { basename } from 'node:path/win32'
import { z } from 'zod'
import type { StatedExit, StatedModule, StatedProcess } from '../process-source.ts'

/** What windows-script.ts answers. */
const answered = z.object({
  processes: z
    .array(
      z.object({
        pid: z.number().int().min(0),
        parent: z.number().int().min(0),
        start: z.number(),
        user: z.string(),
        domain: z.string(),
        session: z.number(),
        name: z.string(),
        path: z.string(),
        version: z.string(),
        publisher: z.string(),
        machine: z.number(),
        cpu: z.number(),
        bytes: z.number(),
      }),
    )
    .optional(),
  exits: z
    .array(
      z.object({ pid: z.number(), start: z.number(), endedAt: z.number().nullable(), status: z.string().nullable() }),
    )
    .optional(),
  modules: z
    .array(z.object({ path: z.string(), version: z.string() }))
    .nullable()
    .optional(),
  error: z.string().optional(),
})

/** `Machine` of the file header, PE format. */
const machines: Readonly<Record<number, string>> = { 332: 'i386', 34404: 'x86_64', 43620: 'aarch64' }
const systemAccounts = /^(system|local service|network service|dwm-\d+|umfd-\d+)$/i

const answerOf = (line: string): z.infer<typeof answered> => {
  const answer = answered.parse(JSON.parse(line))
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer
}

/** @throws an Error with what PowerShell said, or a ZodError for anything that is no answer to `look` */
export const parseWindowsProcesses = (
  line: string,
  architecture: string,
): { readonly processes: readonly StatedProcess[]; readonly exits: readonly StatedExit[] } => {
  const { processes = [], exits = [] } = answerOf(line)
  return {
    processes: processes.map((process) => ({
      pid: process.pid,
      parent: process.parent,
      start: process.start,
      user: process.user,
      domain: process.domain,
      // Services run in session 0, where nobody sits; the desktop's own programs run under accounts of the system.
      isOfUser: process.session > 0 && process.user !== '' && !systemAccounts.test(process.user),
      executable: process.path === '' ? process.name : basename(process.path),
      path: process.path,
      version: process.version.trim(),
      publisher: process.publisher.trim(),
      architecture: machines[process.machine] ?? architecture,
      cpuSeconds: process.cpu,
      ioBytes: process.bytes,
    })),
    exits: exits.map(({ pid, start, endedAt, status }) => ({
      pid,
      start,
      end: endedAt ?? undefined,
      exitStatus: status ?? undefined,
    })),
  }
}

/** `undefined`: the process is over, or must not be read. @throws as above */
export const parseWindowsModules = (line: string): readonly StatedModule[] | undefined =>
  answerOf(line).modules?.map(({ path, version }) => ({ path, version: version.trim() }))
