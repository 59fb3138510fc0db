import type { CollectorContext } from '../collector.ts'
import { createProcSource } from './linux/look-at-proc.ts'
import { createMacosSource } from './macos/macos-source.ts'
import type { ProcessSource } from './process-source.ts'
import { createWindowsSource } from './windows/windows-source.ts'

/** The way to ask this machine's system for its processes. */
export const openProcessSource = ({ machine, dataFolder }: CollectorContext): ProcessSource => {
  if (machine.system === 'windows') return createWindowsSource(machine.architecture)
  if (machine.system === 'macos') return createMacosSource(machine.domain, machine.architecture)
  return createProcSource(dataFolder, machine.domain, machine.architecture)
}
