import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { PollCommand } from '../../../core/agents/protocol/configuration.ts'
import type { FileRecord } from '../../../core/agents/protocol/records.ts'
import type { Collector, CollectorContext } from '../../collector.ts'
import { SpoolFull } from '../../spool/spool-full.ts'
import { ownZone } from '../own-zone.ts'
import { rememberedFile } from '../remembered-file.ts'
import { allowedProgram } from './allowed-program.ts'
import { runStatusProgram } from './run-status-program.ts'
import { serversIn } from './servers-in.ts'

/** Where the outputs of a command stand. `isWriting`: an output was being recorded, and after a crash nobody knows whether it was. */
const written = z.strictObject({
  command: z.string(),
  stream: z.string(),
  offset: z.number().int().min(0),
  isWriting: z.boolean(),
})
type Written = z.infer<typeof written>

const pieceBytes = 163_840
/** Then another stream begins. */
const longestStream = 67_108_864
const mostAtOnce = 4
const mostRemembered = 300

/**
 * Runs status programs of licence servers at their intervals and records each output as a look: behind a line with the instant, as a script
 * that polls would write it. A command that the agent does not allow, that fails or says nothing is told as trouble under its name.
 */
export const createPolls = (context: CollectorContext): Collector => {
  const remembered = rememberedFile(join(context.dataFolder, 'polls.json'), z.array(written))
  const streams = new Map<string, Written>()
  for (const stream of remembered.read() ?? []) if (!stream.isWriting) streams.set(stream.command, stream)
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()
  const waiting: (() => void)[] = []
  let ending = new AbortController()
  let working = 0

  const keep = async (stream: Written): Promise<void> => {
    streams.delete(stream.command)
    streams.set(stream.command, stream)
    if (streams.size > mostRemembered) streams.delete(streams.keys().next().value ?? '')
    await remembered.write([...streams.values()])
  }

  const recordOutput = async (key: string, command: PollCommand, output: Buffer): Promise<void> => {
    const before = streams.get(key)
    const { stream, offset } = before && before.offset < longestStream ? before : { stream: randomUUID(), offset: 0 }
    const pieces: FileRecord[] = []
    for (let at = 0; at < output.length; at += pieceBytes)
      pieces.push({
        record: 'file',
        kind: 'poll',
        stream,
        name: command.name,
        server: '',
        zone: ownZone(),
        offset: offset + at,
        bytes: output.subarray(at, at + pieceBytes).toString('base64'),
      })
    await keep({ command: key, stream, offset, isWriting: true })
    try {
      await context.record(pieces)
    } catch (error) {
      await keep({ command: key, stream, offset, isWriting: false })
      throw error
    }
    await keep({ command: key, stream, offset: offset + output.length, isWriting: false })
  }

  const poll = async (key: string, command: PollCommand): Promise<void> => {
    // A look that nobody can keep is not taken; the next one is.
    if (!context.hasRoom) return
    try {
      const path = allowedProgram(command, context.dataFolder)
      const instant = new Date(context.now()).toISOString()
      const { output, complaint, exitCode } = await runStatusProgram(path, command.arguments, {
        timeout: command.timeoutSeconds * 1000,
        folder: context.dataFolder,
        signal: ending.signal,
      })
      if (output.length === 0)
        throw new Error(`It said nothing and ended with ${exitCode ?? 'a signal'}. ${complaint}`.trim())
      const isLineEnded = output.at(-1) === 0x0a
      await recordOutput(
        key,
        command,
        Buffer.concat([Buffer.from(`${instant}\n`), output, Buffer.from(isLineEnded ? '' : '\n')]),
      )
      for (const server of serversIn(command.arguments)) context.server(server)
      context.trouble('collector-failing', command.name, undefined)
    } catch (error) {
      // Told no more when the command was taken away meanwhile.
      if (!timers.has(key) || error instanceof SpoolFull) return
      context.trouble('collector-failing', command.name, error instanceof Error ? error.message : String(error))
    }
  }

  /** At most a few programs at once; a command that still runs is not started again. */
  const pollInTurn = (key: string, command: PollCommand): void => {
    if (running.has(key)) return
    const work = async (): Promise<void> => {
      if (working >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
      working++
      try {
        if (!ending.signal.aborted) await poll(key, command)
      } finally {
        working--
        waiting.shift()?.()
      }
    }
    running.set(
      key,
      work().finally(() => running.delete(key)),
    )
  }
  const forget = (key: string): void => {
    clearInterval(timers.get(key))
    timers.delete(key)
    context.trouble('collector-failing', (JSON.parse(key) as PollCommand).name, undefined)
  }

  return {
    name: 'polls',
    async configure({ collectors: { polls } }) {
      if (ending.signal.aborted) ending = new AbortController()
      const commands = new Map(
        (polls.enabled ? polls.commands : []).map((command) => [JSON.stringify(command), command]),
      )
      for (const key of [...timers.keys()]) if (!commands.has(key)) forget(key)
      for (const [key, command] of commands) {
        if (timers.has(key)) continue
        timers.set(
          key,
          setInterval(() => pollInTurn(key, command), command.everySeconds * 1000),
        )
        pollInTurn(key, command)
      }
    },
    async settle() {
      await Promise.all(running.values())
    },
    async close() {
      for (const key of [...timers.keys()]) {
        clearInterval(timers.get(key))
        timers.delete(key)
      }
      ending.abort()
      await Promise.all(running.values())
    },
  }
}
