import { DatabaseSync } from 'node:sqlite'
import { AgentProblem, systemReason } from './agent-problem.ts'
import type { DataFolder } from './data-folder.ts'

export interface RunLock {
  release(): void
}

/**
 * One process at a time runs the agent of a data folder. The lock is one of SQLite's on a file of its own: the system takes it back
 * however the process ends. @throws AgentProblem when another has it
 */
export const takeRunLock = (folder: DataFolder): RunLock => {
  // `status` holds it for a moment when it looks.
  const lock = tryRunLock(folder, 1_000)
  if (lock !== undefined) return lock
  throw new AgentProblem(
    `The agent of ${folder.path} runs already. Nothing was changed. End that one first; \`lictor-agent status --data ${folder.path}\` says how it is.`,
  )
}

/** @returns undefined while another process has it */
export const tryRunLock = (folder: DataFolder, milliseconds = 0): RunLock | undefined => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(folder.lock)
    database.exec(`PRAGMA busy_timeout = ${milliseconds}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`)
    const held = database
    return { release: () => held.close() }
  } catch (error) {
    database?.close()
    const reason = error instanceof Error ? error.message : systemReason(error)
    if (/locked|busy/i.test(reason)) return undefined
    throw new AgentProblem(
      `${folder.lock} could not be used: ${reason}. Nothing was changed. The data folder must be on a disk of this machine that you may write to.`,
    )
  }
}
