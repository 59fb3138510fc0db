import { join } from 'node:path'
import { z } from 'zod'
import { rememberedFile } from '../collectors/remembered-file.ts'

const suspendedProgram = z.strictObject({
  pid: z.number().int(),
  start: z.number(),
  application: z.string(),
  user: z.string(),
  since: z.number(),
  fired: z.strictObject({ by: z.enum(['idle', 'cpu', 'hours']), reason: z.string(), because: z.string() }),
})
export type SuspendedProgram = z.infer<typeof suspendedProgram>

/** What was suspended and not resumed, on the disk before it happens: an agent that is killed leaves no frozen program behind for good. */
export const createSuspendedPrograms = (dataFolder: string) => {
  const file = rememberedFile(join(dataFolder, 'suspended-programs.json'), z.array(suspendedProgram))
  let programs = file.read() ?? []
  const isIt = (pid: number, start: number) => (one: SuspendedProgram) => one.pid === pid && one.start === start
  return {
    get: (pid: number, start: number): SuspendedProgram | undefined => programs.find(isIt(pid, start)),
    all: (): readonly SuspendedProgram[] => programs,
    async add(program: SuspendedProgram): Promise<void> {
      programs = [...programs.filter((one) => !isIt(program.pid, program.start)(one)), program]
      await file.write(programs)
    },
    async remove(pid: number, start: number): Promise<void> {
      if (!programs.some(isIt(pid, start))) return
      programs = programs.filter((one) => !isIt(pid, start)(one))
      await file.write(programs)
    },
  }
}
export type SuspendedPrograms = ReturnType<typeof createSuspendedPrograms>
