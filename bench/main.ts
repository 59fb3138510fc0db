import { benchmark } from './benchmark.ts'

process.exitCode = await benchmark(process.argv.slice(2), process)
