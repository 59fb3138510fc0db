import { createReadStream } from 'node:fs'
import type { UsageInput } from './usage-generators.ts'

/** What says who and when in a line of each format. */
const patterns: { readonly [K in UsageInput]: RegExp } = {
  lmstat: /^ {4}(\S+) (\S+) (\S+) \(v([^)]*)\) \(([^/]+)\/(\d+) (\d+)\), start \w+ (\d+)\/(\d+) (\d+):(\d+)/,
  processes:
    /^\{"record":"process","start":"([^"]+)","end":"([^"]+)","pid":(\d+),"exitStatus":"([^"]*)","host":"([^"]*)","domain":"([^"]*)","user":"([^"]*)".*"path":"([^"]*)"/,
  squid: /^(\d+)\.(\d+) +(\d+) (\S+) (\S+)\/(\d+) (\d+) (\S+) (\S+)/,
  rlm: /^(OUT|IN) (?:\d+ )?(\S+) (\S+) (?:\d+ )?(\S+) (\S+) "[^"]*" (\d+) (\d+) (\d+) (\S+) .*?(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)/,
}

/** Who used what: counted for each. */
const keys: { readonly [K in UsageInput]: (match: RegExpExecArray) => string } = {
  lmstat: ([, user, host, , version, , , handle]) => `${user} ${host} ${version} ${handle}`,
  processes: ([, , , , status, host, domain, user, path]) => `${host} ${domain} ${user} ${path} ${status}`,
  squid: ([, , , , client, , , , , url]) => `${client} ${url}`,
  rlm: ([, , product, version, user, host]) => `${product} ${version} ${user} ${host}`,
}

/**
 * What the import of such a file is measured against: the least a program can do with it. It reads pieces of 4 MB, splits lines, runs one
 * regex on each and counts by what it found. Nothing is stored.
 */
export const runUsagePlainLoop = async ({ path, input }: { readonly path: string; readonly input: UsageInput }) => {
  const began = performance.now()
  const pattern = patterns[input]
  const keyOf = keys[input]
  const found = new Map<string, number>()
  let matched = 0
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 4 * 1024 * 1024 })) {
    const some = (rest + chunk).split('\n')
    rest = some.pop() as string
    for (const line of some) {
      const match = pattern.exec(line)
      if (!match) continue
      matched++
      const key = keyOf(match)
      found.set(key, (found.get(key) ?? 0) + 1)
    }
  }
  return { milliseconds: performance.now() - began, matched, keys: found.size }
}
