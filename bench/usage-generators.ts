import { closeSync, openSync, writeSync } from 'node:fs'

/** Writes a file line by line. @returns how many lines and bytes it has */
const writeLines = (path: string, lines: Iterable<string>): { readonly lines: number; readonly bytes: number } => {
  const file = openSync(path, 'w')
  let buffer = ''
  let count = 0
  let bytes = 0
  const flush = () => {
    bytes += writeSync(file, buffer)
    buffer = ''
  }
  for (const line of lines) {
    buffer += `${line}\n`
    count++
    if (buffer.length > 1_000_000) flush()
  }
  flush()
  closeSync(file)
  return { lines: count, bytes }
}

/** Whole numbers that look random and are the same every time. */
const numbers = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const firstDay = Date.UTC(2026, 0, 5) / 1000
const two = (n: number): string => String(n).padStart(2, '0')
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Looks at a licence server every five minutes: 40 features, of which each look shows some 300 holders. */
function* lmstatLines(wanted: number): Generator<string> {
  const pick = numbers(1)
  const holders = Array.from({ length: 300 }, (_, i) => ({
    user: `user${i}`,
    host: `ws-${i % 180}`,
    feature: i % 40,
    handle: 1000 + i,
    start: 'Mon 1/5 0:00',
  }))
  let written = 0
  for (let look = 0; written < wanted; look++) {
    const at = new Date((firstDay + look * 300) * 1000)
    const stamp = `${dayNames[at.getUTCDay()]} ${at.getUTCMonth() + 1}/${at.getUTCDate()}`
    const time = `${at.getUTCHours()}:${two(at.getUTCMinutes())}`
    // Some come and go between two looks; what the others show stays as it is.
    for (let i = 0; i < 12; i++) {
      const holder = holders[pick(300)] as (typeof holders)[number]
      holder.handle += 300
      holder.user = `user${pick(400)}`
      holder.start = `${stamp} ${time}`
    }
    const lines = [
      'lmstat - Copyright (c) 1989-2025 Flexera. All Rights Reserved.',
      `Flexible License Manager status on ${stamp}/${at.getUTCFullYear()} ${time}`,
      '',
      'License server status: 27000@lic01',
      '    License file(s) on lic01: /opt/licences/gear.lic:',
      '',
      '     lic01: license server UP (MASTER) v11.19.0',
      '',
      'Vendor daemon status (on lic01):',
      '',
      '   gearld: UP v11.19.0',
      '',
      'Feature usage info:',
      '',
    ]
    for (let feature = 0; feature < 40; feature++) {
      const own = holders.filter((one) => one.feature === feature)
      lines.push(
        `Users of gear_${feature}:  (Total of 12 licenses issued;  Total of ${own.length} licenses in use)`,
        '',
        `  "gear_${feature}" v2026.0, vendor: gearld, expiry: permanent(no expiration date)`,
        '  floating license',
        '',
        ...own.map(
          ({ user, host, handle, start }) =>
            `    ${user} ${host} ${host}.0 (v2026.0) (lic01/27000 ${handle}), start ${start}`,
        ),
        '',
      )
    }
    written += lines.length
    yield* lines
  }
}

/** Finished processes, as an agent writes them. */
function* processLines(wanted: number): Generator<string> {
  const pick = numbers(2)
  for (let i = 0; i < wanted; i++) {
    const start = (firstDay + Math.floor(i / 4)) * 1000 + pick(1000)
    const end = start + pick(3_600_000)
    const person = pick(2000)
    // Everybody has a dozen programs of their own.
    const program = (person * 7 + pick(12)) % 60
    yield `{"record":"process","start":"${new Date(start).toISOString()}","end":"${new Date(end).toISOString()}","pid":${1000 + (i % 30_000)},"exitStatus":"0","host":"ws-${person}","domain":"WORKS","user":"user${person}","system":"Windows","architecture":"x86_64","path":"C:\\\\Programs\\\\P${program}\\\\program${program}.exe","version":"12.1.${program}"}`
  }
}

/** Requests to a proxy: 20,000 addresses, some far more often than others. */
function* squidLines(wanted: number): Generator<string> {
  const pick = numbers(3)
  for (let i = 0; i < wanted; i++) {
    const address = Math.floor((pick(1_000_000) / 1_000_000) ** 6 * 20_000)
    yield `${firstDay + Math.floor(i / 20)}.${String(i % 1000).padStart(3, '0')} ${String(pick(2000)).padStart(6)} 10.20.4.${pick(250)} TCP_MISS/200 ${200 + pick(60_000)} GET http://site${address % 700}.halden.example/page/${address} - HIER_DIRECT/198.51.100.${pick(250)} text/html`
  }
}

/** Checkouts and check-ins of an RLM server, each joined by its handle. */
function* rlmLines(wanted: number): Generator<string> {
  const pick = numbers(4)
  yield 'RLM Report Log Format 0, version 14.1, authenticated'
  yield 'ISV: hexavend, RLM version 14.1 BL3'
  yield 'START lic07 01/05/2026 00:00:00'
  for (let product = 0; product < 40; product++)
    yield `PRODUCT hexa_${product} 5.0 1 900 0 900 "" "" "" "" "" "" 0 0 0 0 0 0 0 0 0`
  const open: { readonly user: string; readonly host: string; readonly product: number; readonly handle: string }[] = []
  const used = new Array<number>(40).fill(0)
  let handle = 0x40
  for (let i = 0; i < wanted - 43; i++) {
    const at = new Date((firstDay + Math.floor(i / 3)) * 1000)
    const time = `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
    if (open.length > 400 || (open.length > 0 && pick(2) === 0)) {
      const [one] = open.splice(pick(open.length), 1) as [(typeof open)[number]]
      used[one.product] = (used[one.product] as number) - 1
      yield `IN 1 hexa_${one.product} 5.0 ${one.user} ${one.host} "" 1 ${used[one.product]} 0 ${one.handle} ${time}`
    } else {
      const product = pick(40)
      handle += 0x40
      const person = pick(300)
      const one = { user: `user${person}`, host: `ws-${person % 180}`, product, handle: (handle + 1).toString(16) }
      open.push(one)
      used[product] = (used[product] as number) + 1
      yield `OUT hexa_${product} 5.0 1 ${one.user} ${one.host} "" 1 ${used[product]} 0 ${one.handle} ${one.handle} 1a14 "" "" "" ${time}`
    }
  }
}

const writers = { lmstat: lmstatLines, processes: processLines, squid: squidLines, rlm: rlmLines }
export type UsageInput = keyof typeof writers

export const writeUsageInput = ({
  path,
  input,
  lines,
}: {
  readonly path: string
  readonly input: UsageInput
  readonly lines: number
}): { readonly lines: number; readonly bytes: number } => writeLines(path, writers[input](lines))
