/** `Using user specified server 31010@lic01`, `Using default server 31010@lic01` */
export const usingServer =
  /^\s*(?:Using (?:user specified|default) server|Defaulting to server)\b(?:\s+(?:\d+@)?(\S+))?/i
/** `*** ERROR failed to open server lic01` */
export const serverError = /^\s*\*{3} ERROR failed to open server (\S+)/i
/** `PROGRAM          EXPIRATION CPUS  USED   FREE    MAX | QUEUE` */
export const licenceTable = /^\s*PROGRAM\s+EXPIRATION\b.*\bUSED\s+FREE\s+MAX\s*\|\s*QUEUE\s*$/
/** `MPPDYNA          12/30/2026          -     60    500 |     0` */
export const program = /^(\S+)\s+\d{1,2}\/\d{1,2}\/\d{4}\s+(?:\S+\s+)?(-|\d+)\s+(-?\d+)\s+(\d+)\s*\|\s*(\d+)\s*$/
/** ` ann       4711@node07.example  80` */
export const user = /^\s+(\S+)\s+(\d+)@(\S+)\s+(\d+)\s*$/
export const group = /^\s*LICENSE GROUP\s+(?:-|\d+)\s+-?\d+\s+\d+\s*\|/
/** `    User             Host          Program              Started       # procs` */
export const runningTable = /^\s*User\s+Host\s+Program\s+Started\s+# procs\s*$/i
/** ` ann   4711@node07   MPPDYNA   Mon Mar 2 07:40   80` */
export const running = /^\s*(\S+)\s+(\d+)@(\S+)\s+(\S+)\s+\w{3} \w{3}\s+\d{1,2} \d{1,2}:\d\d\s+(\d+)\s*$/
export const queuedHead = /^\s*Queued Programs\s*$/i

export const otherLines: readonly (readonly [RegExp, string])[] = [
  [/^\s*LICENSE INFORMATION\s*$/, 'table head'],
  [/^\s*Running Programs\s*$/i, 'table head'],
  [/^\s*No programs (?:queued|running)\s*$/i, 'nobody'],
  [/^[-\s|]{5,}$/, 'separator'],
]
