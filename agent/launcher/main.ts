import { parseArgs } from 'node:util'
import { runLauncher } from './run-launcher.ts'

const usage =
  'Usage: lictor-agent launch --root FOLDER --data FOLDER [--probation SECONDS] [-- WHAT THE AGENT IS TOLD]\n'

const options = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      args: process.argv.slice(process.argv[2] === 'launch' ? 3 : 2),
      options: { root: { type: 'string' }, data: { type: 'string' }, probation: { type: 'string', default: '300' } },
    })
    const probation = Number(values.probation)
    // Beyond some weeks a timer would be over at once.
    if (values.root && values.data && probation > 0 && probation <= 86_400)
      return { root: values.root, data: values.data, probation, args: positionals }
  } catch {
    // Told below.
  }
  return undefined
}

const given = options()
if (given === undefined) process.stderr.write(usage)
process.exit(given === undefined ? 2 : await runLauncher(given))
