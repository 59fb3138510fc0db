import { encodedScript } from '../../harvesting/powershell.ts'
import type { ProcessSource } from '../process-source.ts'
import { createAskedProgram } from './asked-program.ts'
import { parseWindowsModules, parseWindowsProcesses } from './parse-windows-answer.ts'
import { windowsScript } from './windows-script.ts'

/** Asks Windows by PowerShell and CIM; one PowerShell as long as it is open. */
export const createWindowsSource = (architecture: string): ProcessSource => {
  const program = createAskedProgram('powershell.exe', [
    '-NoLogo',
    '-NoProfile',
    '-NonInteractive',
    '-EncodedCommand',
    encodedScript(windowsScript),
  ])
  return {
    async look() {
      return { ...parseWindowsProcesses(await program.ask('look'), architecture), brief: [] }
    },
    async modules(pid) {
      return parseWindowsModules(await program.ask(`modules ${pid}`))
    },
    close: () => program.close(),
  }
}
