import { join } from 'node:path'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh, runLictor } from './child.ts'
import type { Streamed, StreamRequest } from './fleet/agent-load.ts'
import { callConsole } from './fleet/call-console.ts'
import { serveConsole } from './fleet/served-console.ts'
import { duration, megabytes } from './timing.ts'

const agents = 20
const demandedPerSecond = 50_000

/** Process events of agents that send as fast as the console acknowledges, which it does after the commit; then a report counts them. */
export const agentIngest = async (run: BenchRun): Promise<Row[]> => {
  const database = join(run.folder, 'agent-ingest.db')
  const console = await serveConsole(database)
  try {
    const { token } = await callConsole(database, (call) =>
      call('agents.createToken', { uses: agents, lifetime: 3_600_000, note: '' }),
    )
    const request: StreamRequest = {
      socket: console.socket,
      token,
      agents,
      events: Math.max(2000, Math.round(2_000_000 * run.options.scale)),
      from: Date.UTC(2026, 2, 2, 8),
    }
    run.options.say(`${agents} agents send ${request.events.toLocaleString('en-US')} process events`)
    const { events, processes, milliseconds } = await callFresh<Streamed>(
      'fleet/agent-load.ts',
      'streamEvents',
      request,
    )
    const began = performance.now()
    await callConsole(database, (call) => call('agents.settle', {}))
    const settled = performance.now() - began
    const used = console.used()
    const { stdout } = await runLictor(['report', '31', '--db', database, '--zone', 'UTC', '--group-by', ''])
    const counted = Number(stdout.trim().split('\n').at(-1)?.split(',')[1])
    const rate = (events / milliseconds) * 1000
    return [
      {
        what: `process events of ${agents} agents, committed and acknowledged: ${events.toLocaleString('en-US')}`,
        demanded: `≥ ${demandedPerSecond.toLocaleString('en-US')} a second`,
        measured: `${Math.round(rate).toLocaleString('en-US')} a second`,
        ok: rate >= demandedPerSecond,
      },
      {
        what: 'until all of them count in reports, after the last acknowledgement; peak memory of the console',
        demanded: '',
        measured: `${duration(settled)}; ${used ? megabytes(used.peakBytes) : 'not told'}`,
      },
      {
        what: 'processes of these that report 31 counts',
        demanded: processes.toLocaleString('en-US'),
        measured: counted.toLocaleString('en-US'),
        ok: counted === processes,
      },
    ]
  } finally {
    await console.close()
  }
}
