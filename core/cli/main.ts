import { setFlagsFromString } from 'node:v8'

// As in the worker threads: the work lies outside the heap, a large nursery only keeps dead memory.
setFlagsFromString('--max-semi-space-size=4')

const { runCommandLine } = await import('./run-command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2), process)
