import { verifyDatabase } from '../database/verify.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'

export const verifyCommand = async ({ db }: { readonly db: string }, io: ConsoleIo): Promise<ExitStatus> => {
  const { ok, problems, facts } = await verifyDatabase(db)
  for (const problem of problems) say(io, problem)
  await write(io, `${ok ? 'The database is whole' : 'The database is damaged'}: ${db}\n`)
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) await write(io, `  ${name}: ${value}\n`)
  return ok ? ExitStatus.well : ExitStatus.rejected
}
