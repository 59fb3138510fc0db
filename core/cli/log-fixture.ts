import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** For tests: start block of a licence server on 4 March 2024 at 8:00, with one vendor daemon that knows the features `a` and `b`. */
export const startBlock = ({
  server = 'lic01',
  daemon = 'demo',
  date = '3/4/2024',
  time = ' 8:00:00',
} = {}): string[] => [
  `${time} (lmgrd) -----------------------------------------------`,
  `${time} (lmgrd)   Please Note:`,
  `${time} (lmgrd) -----------------------------------------------`,
  `${time} (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on ${server} (linux) (${date})`,
  `${time} (${daemon}) Server started on ${server} for:\ta\t\tb\t\t`,
  `${time} (${daemon}) EXTERNAL FILTERS are OFF`,
]

/** For tests: writes lines as a file, each with its line end. @returns its path */
export const writeLog = (folder: string, name: string, lines: readonly string[] | string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(
    path,
    typeof lines === 'string' || Buffer.isBuffer(lines) ? lines : lines.map((line) => `${line}\n`).join(''),
  )
  return path
}
