import type { SeenProcess } from '../../collector.ts'

/** Which process is meant: ids are given again, so when it began belongs to it. */
export type ProcessName = Pick<SeenProcess, 'pid' | 'start'>

/** What may be done to a process. Each first makes sure that the process id still is that process; `gone` when it is not. */
export interface ProcessControl {
  close(process: ProcessName): Promise<'done' | 'gone'>
  force(process: ProcessName): Promise<'done' | 'gone'>
  suspend(process: ProcessName): Promise<'done' | 'gone'>
  resume(process: ProcessName): Promise<'done' | 'gone'>
  isRunning(process: ProcessName): Promise<boolean>
}
