import { readFileSync } from 'node:fs'
import { parseProcStat } from './parse-proc.ts'

/**
 * When the machine was booted, in epoch milliseconds: processes state their start as time since then, and the same process must always have
 * the same start. So the instant is measured once and remembered together with the boot's id; it is measured anew when the clock was set
 * meanwhile by more than `tolerance` (then processes that began before get another start, which is the better one).
 */
export interface RememberedBoot {
  readonly boot: string
  readonly instant: number
}

const tolerance = 5000

export const chooseBootInstant = (remembered: RememberedBoot | undefined, measured: RememberedBoot): RememberedBoot =>
  remembered && remembered.boot === measured.boot && Math.abs(remembered.instant - measured.instant) <= tolerance
    ? remembered
    : measured

/**
 * From the time since boot that the kernel states in hundredths of a second: taken when it has just changed, and rounded to one, so that two
 * agents of one machine agree. Containers may see an uptime of their own although starts count from the machine's: then our own start,
 * which we know, tells it, a little late.
 */
export const measureBoot = (): RememberedBoot => {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const first = uptime()
  let seconds = first
  const giveUpAt = performance.now() + 50
  while (seconds === first && performance.now() < giveUpAt) seconds = uptime()
  const now = Date.now()
  const byUptime = now - seconds * 1000
  const self = parseProcStat(readFileSync('/proc/self/stat', 'utf8'))
  const bySelf = self ? now - process.uptime() * 1000 - self.startedAfterBoot : byUptime
  return { boot, instant: Math.round((Math.abs(byUptime - bySelf) <= 2000 ? byUptime : bySelf) / 10) * 10 }
}

const uptime = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
