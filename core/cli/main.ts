import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

// As in the worker threads: the work lies outside the heap, a large nursery only keeps dead memory.
setFlagsFromString('--max-semi-space-size=4')
// Half of a short command's time is compiling; worker threads read the variable.
const { directory } = enableCompileCache()
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory

const { runCommandLine } = await import('./run-command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2), process)
