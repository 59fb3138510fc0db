import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './build-tool.ts'

/**
 * Puts a module into a copy of the runtime. Both runtimes have to be of one version: the first works here, the second becomes the program.
 * Nothing from outside reaches Node itself: the program takes no options for it, and no NODE_OPTIONS.
 */
export const makeExecutable = async (
  builder: string,
  runtime: string,
  module: string,
  output: string,
  folder: string,
): Promise<void> => {
  const plan = join(folder, 'executable.json')
  await writeFile(
    plan,
    JSON.stringify({
      main: module,
      mainFormat: 'module',
      executable: runtime,
      output,
      disableExperimentalSEAWarning: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      execArgvExtension: 'none',
    }),
  )
  await runTool(builder, ['--build-sea', plan])
  await chmod(output, 0o755)
}
