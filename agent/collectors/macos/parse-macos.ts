import type { StatedModule, StatedProcess } from '../process-source.ts'

/** The columns of `ps` that `parsePs` reads; empty headings leave the heading line out. */
export const psColumns = 'pid=,ppid=,uid=,state=,time=,lstart=,user=,comm='

/** `  501   1   501 S      0:04.25 Mon Mar  2 08:00:00 2026 lena  /Applications/Gear.app/Contents/MacOS/Gear` */
const psLine =
  /^\s*(\d+)\s+(\d+)\s+(-?\d+)\s+(\S+)\s+([\d:.-]+)\s+[A-Z][a-z]{2} ([A-Z][a-z]{2}\s+\d+ \d\d:\d\d:\d\d \d{4})\s+(\S+)\s+(.+)$/

/** Accounts of people begin at 501; `nobody` is -2. */
const leastOfPeople = 500

/** What `ps` says with LC_ALL=C and TZ=UTC. Zombies and the kernel are left out. */
export const parsePs = (text: string, domain: string, architecture: string): readonly StatedProcess[] =>
  text.split('\n').flatMap((line): readonly StatedProcess[] => {
    const found = psLine.exec(line)
    if (!found) return []
    const [, pid, parent, user, state = '', time = '', started = '', name = '', path = ''] = found
    const start = Date.parse(`${started.replace(/\s+/g, ' ')} UTC`)
    if (state.startsWith('Z') || Number.isNaN(start) || Number(pid) === 0) return []
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        start,
        user: name,
        domain,
        isOfUser: Number(user) >= leastOfPeople && Number(user) < 4_294_967_294,
        executable: path.slice(path.lastIndexOf('/') + 1),
        path: path.startsWith('/') ? path : '',
        version: '',
        publisher: '',
        architecture,
        cpuSeconds: secondsOf(time),
        ioBytes: undefined,
      },
    ]
  })

/** `125:04.25`, also `2-03:04:05`. */
const secondsOf = (time: string): number => {
  const [rest = '', days = '0'] = time.split('-').reverse()
  return rest.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0) + Number(days) * 86_400
}

/** `codesign -dv --verbose=2`: the name that the program is signed with, else its team. Apple's own programs are Apple's. */
export const parseSignature = (text: string): string => {
  const name = /^Authority=Developer ID Application: (.+?)(?: \([A-Z0-9]{10}\))?$/m.exec(text)?.[1]
  if (name) return name
  if (/^Authority=(Software Signing|Apple Mac OS Application Signing)$/m.test(text)) return 'Apple'
  const team = /^TeamIdentifier=(.+)$/m.exec(text)?.[1] ?? ''
  return team === 'not set' ? '' : team
}

/** `lsof -w -a -p PID -d txt -F n`: a line `n/path` for each file that the program's text comes from. */
export const parseLsof = (text: string): readonly StatedModule[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('n/'))
    .map((line) => line.slice(1))
    .filter((path, index, all) => all.indexOf(path) === index && isLibrary(path))
    .map((path) => ({ path, version: '' }))

/** Text of a process are also fonts and caches that it maps. */
const isLibrary = (path: string): boolean => /\.(dylib|so|bundle)$|\.framework\//.test(path)
