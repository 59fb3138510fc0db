import { createReadStream } from 'node:fs'

/** What the import is measured against: the least a program can do with a log. Run by itself, in a process of its own. */
export const runPlainLoop = async (path: string) => {
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
      const key = `${found[6]} ${found[7]}`
      const list = open.get(key)
      if (found[5] === 'OUT') {
        if (list) list.push(at)
        else open.set(key, [at])
      } else if (list && list.length > 0) {
        const since = list.shift() as number
        seconds += at >= since ? at - since : at - since + 86400
        matched++
      }
    }
  }
  return { lines, matched, seconds }
}
