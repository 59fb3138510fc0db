import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { type Client, createClient, type Transport } from '../contract/client.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { CallFrame, EventFrame, FrameFromCore } from '../contract/frames.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'

export interface HostConnection {
  readonly transport: Transport
  /** The core's end hangs up. */
  readonly hangUp: () => void | Promise<void>
  /** Ends everything that `connect` started. */
  readonly close: () => Promise<void>
}

interface Stage {
  readonly client: Client
  readonly connection: HostConnection
  /** Sends a frame as it is and waits for the answer with this id. */
  readonly ask: (frame: unknown, id?: number) => Promise<FrameFromCore>
  readonly say: (frame: EventFrame) => void
  readonly made: string[]
  readonly logged: { readonly error: unknown; readonly call: string }[]
  readonly frames: FrameFromCore[]
}

/**
 * What every host must do, whatever carries its frames. `test` is the test runner's; `connect` builds one line between a
 * dispatcher and a page.
 */
export const hostSuite = (
  test: (title: string, play: () => Promise<void>) => void,
  name: string,
  connect: (dispatcher: Dispatcher) => Promise<HostConnection>,
): void => {
  const onStage = (title: string, play: (stage: Stage) => Promise<void>): void =>
    test(`${name}: ${title}`, async () => {
      const made: string[] = []
      const logged: Stage['logged'] = []
      const listeners = new Set<(frame: EventFrame) => void>()
      const dispatcher = createDispatcher({
        api: sampleApi(made),
        onEvent: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        log: (error, call) => logged.push({ error, call }),
      })
      const connection = await connect(dispatcher)
      const frames: FrameFromCore[] = []
      const waiting = new Map<number, (frame: FrameFromCore) => void>()
      const { client, transport } = watched(connection.transport, (frame) => {
        frames.push(frame)
        if ('id' in frame) waiting.get(frame.id)?.(frame)
      })
      const ask: Stage['ask'] = (frame, id = 7) =>
        new Promise((resolve) => {
          waiting.set(id, resolve)
          transport.send(frame as CallFrame)
        })
      try {
        await play({
          client,
          connection,
          ask,
          say: (frame) => {
            for (const tell of listeners) tell(frame)
          },
          made,
          logged,
          frames,
        })
      } finally {
        dispatcher.close()
        assert.equal(listeners.size, 0)
        await connection.close()
      }
    })

  onStage('a call is answered with what the api says', async ({ client }) => {
    const text = 'naïve “λ” \u0000'
    assert.deepEqual(await client.call('search.find', { text, limit: 2 }), [
      { kind: 'feature', label: text, detail: 'limit 2', link: '/' },
    ])
  })

  onStage('answers come in any order, each once', async ({ client, frames }) => {
    const texts = Array.from({ length: 200 }, (_, n) => `${n}`)
    const hits = await Promise.all(texts.map((text) => client.call('search.find', { text, limit: 1 })))
    assert.deepEqual(
      hits.map(([hit]) => hit.label),
      texts,
    )
    const ids = frames.flatMap((frame) => ('id' in frame ? [frame.id] : []))
    assert.equal(ids.length, 200)
    assert.equal(new Set(ids).size, 200)
  })

  onStage('an error of the console crosses with code, message and detail', async ({ client, logged }) => {
    const error = await client.call('imports.report', { id: 12 }).catch((reason: unknown) => reason)
    assert(error instanceof ConsoleError)
    const { code, message, detail } = error
    assert.deepEqual([code, message, detail], ['not-found', 'Import 12 does not exist (any more).', 'It was removed.'])
    assert.deepEqual(logged, [])
  })

  onStage('any other fault is internal, tells nothing of itself and is logged once', async ({ ask, logged }) => {
    const answer = await ask({ id: 7, call: 'sources.list', params: {} })
    assert.partialDeepStrictEqual(answer, { id: 7, error: { code: 'internal' } })
    assert.doesNotMatch(JSON.stringify(answer), /SQLITE|secret|at \//)
    assert.deepEqual(
      logged.map(({ error, call }) => [(error as Error).message, call]),
      [['SQLITE_ERROR: secret', 'sources.list']],
    )
  })

  const wrong: readonly (readonly [string, unknown, number?])[] = [
    ['an unknown call', { id: 7, call: 'imports.nothing', params: {} }],
    ['an inherited name', { id: 7, call: 'toString', params: {} }],
    ['the name “constructor”', { id: 7, call: 'constructor', params: {} }],
    ['the name “__proto__”', { id: 7, call: '__proto__', params: {} }],
    ['a missing parameter', { id: 7, call: 'imports.report', params: {} }],
    ['no parameters at all', { id: 7, call: 'imports.report' }],
    ['an extra parameter', { id: 7, call: 'imports.report', params: { id: 1, force: true } }],
    ['a text for a number', { id: 7, call: 'imports.report', params: { id: '1' } }],
    ['1e309', { id: 7, call: 'imports.report', params: { id: Number.POSITIVE_INFINITY } }],
    ['NaN', { id: 7, call: 'imports.report', params: { id: Number.NaN } }],
    ['a fraction', { id: 7, call: 'imports.report', params: { id: 1.5 } }],
    ['a number past 2^53', { id: 7, call: 'imports.report', params: { id: 1e300 } }],
    ['a key __proto__', JSON.parse('{"id":7,"call":"imports.report","params":{"id":1,"__proto__":{"id":2}}}')],
    ['a key constructor', { id: 7, call: 'imports.report', params: { id: 1, constructor: { prototype: {} } } }],
    [
      'parameters nested too deep',
      { id: 7, call: 'imports.report', params: JSON.parse('['.repeat(2000) + ']'.repeat(2000)) },
    ],
    ['an extra field of the frame', { id: 7, call: 'imports.list', params: {}, token: 'x' }],
    ['a name that is too long', { id: 7, call: 'x'.repeat(5000), params: {} }],
    ['a frame without an id', { call: 'imports.list', params: {} }, -1],
    ['an id that is no number', { id: 'a', call: 'imports.list', params: {} }, -1],
    ['a negative id', { id: -7, call: 'imports.list', params: {} }, -1],
    ['a frame that is a list', [1, 2, 3], -1],
    ['a frame that is null', null, -1],
    ['a frame that is a text', 'imports.list', -1],
  ]
  for (const [what, frame, id] of wrong)
    onStage(`W3: ${what} is answered “invalid” and nothing is done`, async ({ ask, made, logged, client }) => {
      const answer = await ask(frame, id)
      assert.partialDeepStrictEqual(answer, { id: id ?? 7, error: { code: 'invalid' } })
      assert((answer as { error: { message: string } }).error.message.length < 700)
      assert.deepEqual(made, [])
      assert.deepEqual(logged, [])
      assert.deepEqual(await client.call('imports.list', {}), [])
    })

  onStage('an event reaches the page, equal ones once per 100 ms', async ({ client, say }) => {
    const heard: unknown[] = []
    client.on('imports.changed', (data) => heard.push(data))
    for (let n = 0; n < 50; n++) say({ event: 'imports.changed', data: { id: n % 2 } })
    await until(() => heard.length >= 2)
    await pause(150)
    assert.deepEqual(heard, [{ id: 0 }, { id: 1 }])
    say({ event: 'imports.changed', data: { id: 0 } })
    await until(() => heard.length === 3)
  })

  onStage('a line that is lost rejects what still waits', async ({ client, connection }) => {
    const waiting = client.call('notices.list', {}).catch((error: unknown) => error)
    await client.call('imports.list', {})
    await connection.hangUp()
    assert.equal(((await waiting) as ConsoleError).code, 'busy')
  })
}

/** The client listens on the same line as the suite. */
const watched = (line: Transport, watch: (frame: FrameFromCore) => void): { client: Client; transport: Transport } => {
  let toClient: (frame: FrameFromCore) => void = () => {}
  line.onFrame((frame) => {
    watch(frame)
    toClient(frame)
  })
  // Ids from 1,000 on, so that the suite's own frames never meet the client's.
  const transport: Transport = {
    send: (frame) => line.send({ ...frame, id: frame.id + 1000 }),
    onFrame: (listener) => {
      toClient = (frame) => listener('id' in frame ? { ...frame, id: frame.id - 1000 } : frame)
    },
    onClosed: (listener) => line.onClosed(listener),
  }
  return { client: createClient(transport), transport: line }
}

/** An api of which only what the suite asks for is real. */
const sampleApi = (made: string[]): Api => {
  const calls: Partial<Api> = {
    'search.find': async ({ text, limit }) => {
      await pause(Number(text) % 7 || 0)
      return [{ kind: 'feature', label: text, detail: `limit ${limit}`, link: '/' }]
    },
    'imports.list': async () => [],
    'imports.report': async ({ id }) => {
      made.push(`imports.report ${id}`)
      throw new ConsoleError('not-found', `Import ${id} does not exist (any more).`, 'It was removed.')
    },
    'sources.list': async () => {
      throw new Error('SQLITE_ERROR: secret')
    },
    'notices.list': () => new Promise(() => {}),
  }
  return calls as Api
}

/** Waits for a condition, at most five seconds. */
export const until = async (condition: () => boolean): Promise<void> => {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 5000) throw new Error('waited five seconds in vain')
    await pause(10)
  }
}
