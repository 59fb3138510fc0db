/** Something that whoever runs the agent can mend: the message says what happened, where, what was kept and what to do. */
export class AgentProblem extends Error {
  override readonly name = 'AgentProblem'
}

/** What the system calls an error (`ENOENT`), else its message. */
export const systemReason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
