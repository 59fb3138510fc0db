import { openAgentLog } from '../agent-log.ts'
import { AgentProblem } from '../agent-problem.ts'
import { dataFolderAt, makeDataFolder } from '../data-folder.ts'
import { installationAt } from '../update/installation.ts'
import { superviseAgent, usualLimits } from './supervise-agent.ts'

/**
 * Runs the agent of an installation until it is told to end. `probation` is seconds, `args` are for the agent. The launcher is never replaced together with the agent, so it does as
 * little as it can. @returns the exit code: 0 told to end, 1 nothing could be started
 */
export const runLauncher = async ({
  root,
  data,
  probation,
  args,
}: {
  readonly root: string
  readonly data: string
  readonly probation: number
  readonly args: readonly string[]
}): Promise<number> => {
  const folder = dataFolderAt(data)
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort())
  const say = (line: string) => void process.stderr.write(`launcher: ${line}`)
  try {
    await makeDataFolder(folder)
    await superviseAgent({
      installation: installationAt(root),
      data: folder.path,
      args,
      limits: { ...usualLimits, probation: probation * 1000 },
      signal: ending.signal,
      log: openAgentLog(folder.launcherLog, say),
    })
    return 0
  } catch (error) {
    say(`${error instanceof AgentProblem ? error.message : (error as Error).stack}\n`)
    return 1
  }
}
