import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { rememberedFile } from '../remembered-file.ts'

/** Milliseconds. */
const tolerance = 5000

/**
 * When the machine was booted, in epoch milliseconds: processes state their start as time since then, and the same process must always have
 * the same start. So the instant is measured once and remembered together with the boot's id; it is measured anew when the clock was set
 * meanwhile by more than `tolerance` (then processes that began before get another start, which is the better one).
 */
export interface RememberedBoot {
  readonly boot: string
  readonly instant: number
}

export const chooseBootInstant = (remembered: RememberedBoot | undefined, measured: RememberedBoot): RememberedBoot =>
  remembered && remembered.boot === measured.boot && Math.abs(remembered.instant - measured.instant) <= tolerance
    ? remembered
    : measured

/**
 * From the time since boot that the kernel states in hundredths of a second: taken when it has just changed, and rounded to one, so that two
 * agents of one machine agree. A container may be shown an uptime of its own although starts count from the machine's; the monotonic
 * clock, which is never ahead of a true uptime, gives that away, and stands in.
 */
export const measureBoot = (): RememberedBoot => {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const first = uptime()
  let milliseconds = first
  const giveUpAt = performance.now() + 50
  while (milliseconds === first && performance.now() < giveUpAt) milliseconds = uptime()
  const monotonic = Number(process.hrtime.bigint()) / 1e6
  const sinceBoot = milliseconds < monotonic - 10_000 ? monotonic : milliseconds
  return { boot, instant: Math.round((Date.now() - sinceBoot) / 10) * 10 }
}

export interface BootClock {
  /** Resolves when the instant is remembered: only then may a start be told. */
  readonly remembered: Promise<void>
  readonly instant: number
  /** The clock was set: starts are counted from another instant now, and every process has another one. */
  hasMoved(): boolean
}

export const createBootClock = (folder: string): BootClock => {
  const file = rememberedFile(join(folder, 'boot.json'), z.strictObject({ boot: z.string(), instant: z.number() }))
  let boot = file.read()
  let remembered = Promise.resolve()
  /** Changes when the clock is set, and when the machine slept. */
  let offset = 0

  const measure = (): boolean => {
    offset = Date.now() - performance.now()
    const chosen = chooseBootInstant(boot, measureBoot())
    if (chosen === boot) return false
    boot = chosen
    // A folder that takes nothing is told by the spool.
    remembered = file.write(chosen).catch(() => {})
    return true
  }
  measure()

  return {
    get remembered() {
      return remembered
    },
    get instant() {
      return boot?.instant ?? 0
    },
    hasMoved: () => Math.abs(Date.now() - performance.now() - offset) > tolerance && measure(),
  }
}

const uptime = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000
