import { enableCompileCache } from 'node:module'

enableCompileCache()
const { runCommandLine } = await import('./command-line.ts')
// What is left open (a look that hangs, a socket) must not keep a program that has done its work.
process.exit(await runCommandLine(process.argv.slice(2)))
