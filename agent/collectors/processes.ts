import type { AgentConfiguration } from '../../core/agents/protocol/configuration.ts'
import { type ProcessRecord, runKey } from '../../core/agents/protocol/records.ts'
import type { Collector, CollectorContext, EndedProcess, ProcessWatch, SeenProcess } from '../collector.ts'
import { applicationNames, runOf } from './run-of-process.ts'
import { createRunRecorder } from './run-recorder.ts'

/** An hour: how often all that runs is told, so that a lost end does not count for ever. */
const inventoryEvery = 3_600_000
/** As many keys as fit a record's line. */
const mostOpen = 9000

/** Tells every process that the configuration asks for: when it begins, when it is over, and all that run at the start and once an hour. */
export const createProcesses = (context: CollectorContext, watch: ProcessWatch): Collector => {
  const recorder = createRunRecorder(context, 'processes', 'process')
  /** Told and not over. */
  const open = new Set<string>()
  let which: AgentConfiguration['collectors']['processes']['which'] = 'all'
  let isOn = false
  let names: ReadonlyMap<number, string> = new Map()
  let inventoryAt = 0

  const isWanted = (process: SeenProcess): boolean => {
    if (which === 'applications') return process.applications.length > 0
    return which === 'all' || process.isOfUser || process.applications.length > 0
  }
  const recordOf = (process: SeenProcess | EndedProcess): ProcessRecord => ({
    record: 'process',
    ...runOf(process, context.machine, names),
  })
  const tellBegun = (process: SeenProcess): void => {
    if (!isWanted(process)) return
    const record = recordOf(process)
    const key = runKey(record)
    if (!open.has(key) && open.size >= mostOpen) return
    open.add(key)
    recorder.tell(record)
  }
  const tellEnded = (process: EndedProcess): void => {
    if (!isWanted(process)) return
    const record = recordOf(process)
    open.delete(runKey(record))
    recorder.tell(process.exitStatus === undefined ? record : { ...record, exitStatus: process.exitStatus })
  }
  const tellAll = (): void => {
    open.clear()
    for (const process of watch.current.values()) tellBegun(process)
    recorder.tellInventory([...open])
    inventoryAt = context.now()
    context.trouble(
      'collector-failing',
      'processes, number',
      open.size >= mostOpen ? `Only ${mostOpen} of the processes that run at once are told.` : undefined,
    )
  }

  watch.onLook(({ began, changed, ended }) => {
    if (!isOn) return
    for (const process of ended) tellEnded(process)
    for (const process of [...began, ...changed]) tellBegun(process)
    if (context.now() - inventoryAt >= inventoryEvery) tellAll()
    void recorder.flush()
  })

  return {
    name: 'processes',
    async configure({ collectors, applications }) {
      const before = isOn ? `${which} ${JSON.stringify([...names])}` : ''
      isOn = collectors.processes.enabled
      which = collectors.processes.which
      names = applicationNames(applications)
      const after = isOn ? `${which} ${JSON.stringify([...names])}` : ''
      if (after === before) return
      // Before the first look nothing is known; the look will tell.
      if (isOn && watch.lookedAt === 0) inventoryAt = 0
      else if (isOn) tellAll()
      else {
        // What ran goes on unobserved: for the console all of it ended now.
        open.clear()
        recorder.tellInventory([])
      }
      await recorder.flush()
    },
    settle: () => recorder.flush(),
    close: () => recorder.flush(),
  }
}
