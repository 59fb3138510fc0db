import { spawn } from 'node:child_process'

/** A step of the build that cannot be done, with what to do about it. */
export class BuildProblem extends Error {}

/** Runs a program to its end. @returns what it printed @throws BuildProblem with its last words when it fails or is missing */
export const runTool = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let all = ''
    child.stdout.on('data', (data) => {
      out += data
      all += data
    })
    child.stderr.on('data', (data) => (all += data))
    child.on('error', (error) => reject(new BuildProblem(`${command} could not be started: ${error.message}`)))
    child.on('close', (code) => {
      if (code === 0) resolve(out)
      else
        reject(new BuildProblem(`${command} ended with ${code}:\n${all.trimEnd().split('\n').slice(-20).join('\n')}`))
    })
  })

/** Whether a program is installed: it may say anything to `--version`, it only has to start. */
export const hasTool = (command: string, question = '--version'): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, [question], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('close', () => resolve(true))
  })
