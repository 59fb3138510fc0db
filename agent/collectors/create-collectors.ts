import type { Collector, CollectorContext } from '../collector.ts'
import { createAddresses } from './addresses/addresses.ts'
import { createLogs } from './logs/logs.ts'
import { createModules } from './modules.ts'
import { createPolls } from './polls/polls.ts'
import type { MachineWatch } from './process-watch.ts'
import { createProcesses } from './processes.ts'

/** All collectors, in the order in which they are configured: the watch comes first, for the others use its looks. They are closed in reverse. */
export const createCollectors = (context: CollectorContext, watch: MachineWatch): readonly Collector[] => [
  watch,
  createProcesses(context, watch),
  createModules(context, watch),
  createAddresses(context, watch),
  createPolls(context),
  createLogs(context),
]
