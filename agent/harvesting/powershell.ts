import { type ProgramRun, runProgram } from '../run-program.ts'

/** Runs a script of ours. Whatever comes from outside goes in as environment: text inside a script could become part of it. */
export const runPowerShell = (
  script: string,
  given: { readonly [name: `LICTOR_${string}`]: string },
  options: { readonly timeout?: number; readonly signal?: AbortSignal } = {},
): Promise<ProgramRun> =>
  runProgram('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encodedScript(script)], {
    env: { ...process.env, ...given },
    ...options,
  })

/** As `-EncodedCommand` takes it: base64 of UTF-16. */
export const encodedScript = (script: string): string =>
  Buffer.from(`$ErrorActionPreference = 'Stop'\n${script}`, 'utf16le').toString('base64')
