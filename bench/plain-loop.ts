import { createReadStream } from 'node:fs'

/**
 * What an import is measured against: the least a program can do with a log. It reads the file in pieces of 4 MB, splits lines,
 * runs one regex on each and matches check-ins with checkouts. Nothing is stored.
 */
export const runPlainLoop = async ({ path }: { readonly path: string }) => {
  const began = performance.now()
  const event = /^ ?(\d+):(\d\d):(\d\d) \((\S+)\) (OUT|IN): "([^"]+)" (\S+)/
  const open = new Map<string, number[]>()
  let lines = 0
  let matched = 0
  let seconds = 0
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 4 * 1024 * 1024 })) {
    const some = (rest + chunk).split('\n')
    rest = some.pop() as string
    for (const line of some) {
      lines++
      const found = event.exec(line)
      if (!found) continue
      const at = Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3])
      const holder = `${found[6]} ${found[7]}`
      const since = open.get(holder)
      if (found[5] === 'OUT') {
        if (since) since.push(at)
        else open.set(holder, [at])
      } else if (since && since.length > 0) {
        const held = at - (since.shift() as number)
        seconds += held < 0 ? held + 86400 : held
        matched++
      }
    }
  }
  const { user, system } = process.cpuUsage()
  return { milliseconds: performance.now() - began, cpuSeconds: (user + system) / 1e6, lines, matched, seconds }
}
