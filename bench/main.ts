import { benchmark } from './benchmark.ts'

// Stopped from outside, it still removes its folder.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

process.exitCode = await benchmark(process.argv.slice(2), process)
