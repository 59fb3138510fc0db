import type { SeenProcess } from '../collector.ts'
import type { ProgramFacts } from './match-application.ts'

/** A process as the system states it; which applications it is a session of is the watch's to say. */
export type StatedProcess = Omit<SeenProcess, 'applications'>

/** What some systems tell of a process that is over. */
export interface StatedExit {
  readonly pid: number
  readonly start: number
  /** Epoch milliseconds; `undefined` where the system does not tell. */
  readonly end: number | undefined
  readonly exitStatus: string | undefined
}

export interface StatedProcesses {
  readonly processes: readonly StatedProcess[]
  /** Of processes of earlier looks. */
  readonly exits: readonly StatedExit[]
  /** Began and ended since the look before, seen by a glance. */
  readonly brief: readonly BriefProcess[]
}

export interface BriefProcess extends StatedProcess {
  readonly end: number
  readonly exitStatus: string | undefined
}

/** How a system is asked for its processes. The same process has the same `start` in every look, also after a restart of the agent. */
export interface ProcessSource {
  /**
   * All that runs now, kernel threads left out. `wantsBytes`: whether somebody needs its `ioBytes`.
   * @throws when the system does not answer
   */
  look(wantsBytes: (program: ProgramFacts) => boolean): Promise<StatedProcesses>
  /** Twice a second between looks, where that costs next to nothing: what began and ended is noted for the next look. */
  glance?(): void
  /** Libraries that a process has loaded, with their versions where they are known. `undefined`: it is over, or must not be read. */
  modules(pid: number): Promise<readonly StatedModule[] | undefined>
  close(): Promise<void>
}

export interface StatedModule {
  readonly path: string
  readonly version: string
}
