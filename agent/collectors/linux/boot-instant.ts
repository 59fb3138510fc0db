import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { rememberedFile } from '../remembered-file.ts'

/** Milliseconds. */
const tolerance = 5000
/** A clock that is set by more than this was no clock before (a flat battery): what it said then is not kept. */
const mostSet = 31 * 86_400_000
const mostEarlier = 100

/**
 * When the machine was booted, in epoch milliseconds: processes state their start as time since then, and the same process must always have
 * the same start. So the instant is measured once and remembered together with the boot's id. When the clock is set by more than `tolerance`,
 * what begins from then on counts from another instant; what runs keeps the start that it was told with, or it would be taken for another.
 */
export interface RememberedBoot {
  readonly boot: string
  readonly instant: number
  /** Of processes that began before so many milliseconds after the boot; the earliest first. */
  readonly earlier?: readonly { readonly instant: number; readonly until: number }[]
}

/** @param until milliseconds after the boot up to which the clock was as it is remembered */
export const chooseBootInstant = (
  remembered: RememberedBoot | undefined,
  measured: RememberedBoot,
  until: number,
): RememberedBoot => {
  if (remembered?.boot !== measured.boot) return measured
  const { instant, earlier = [] } = remembered
  const change = Math.abs(instant - measured.instant)
  if (change <= tolerance) return remembered
  return change > mostSet ? measured : { ...measured, earlier: [...earlier, { instant, until }].slice(-mostEarlier) }
}

/** @param startedAfterBoot milliseconds */
export const startIn = ({ instant, earlier = [] }: RememberedBoot, startedAfterBoot: number): number =>
  Math.round((earlier.find(({ until }) => startedAfterBoot < until)?.instant ?? instant) + startedAfterBoot)

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
  /** Epoch milliseconds of what began so many milliseconds after the boot. */
  startOf(startedAfterBoot: number): number
  /** To be asked before each look: the clock may have been set. True when every process has another start from now on. */
  hasMoved(): boolean
}

const storedBoot = z.strictObject({
  boot: z.string(),
  instant: z.number(),
  earlier: z
    .array(z.strictObject({ instant: z.number(), until: z.number() }))
    .readonly()
    .optional(),
})

export const createBootClock = (folder: string): BootClock => {
  const file = rememberedFile(join(folder, 'boot.json'), storedBoot)
  let boot: RememberedBoot | undefined = file.read()
  let remembered = Promise.resolve()
  /** Changes when the clock is set, and when the machine slept. */
  let offset = 0
  let askedAt = performance.now()

  const measure = (): boolean => {
    offset = Date.now() - performance.now()
    const measured = measureBoot()
    const chosen = chooseBootInstant(boot, measured, Date.now() - measured.instant - (performance.now() - askedAt))
    if (chosen === boot) return false
    boot = chosen
    // A folder that takes nothing is told by the spool.
    remembered = file.write(chosen).catch(() => {})
    return chosen === measured
  }
  measure()

  return {
    get remembered() {
      return remembered
    },
    startOf: (startedAfterBoot) => startIn(boot ?? { boot: '', instant: 0 }, startedAfterBoot),
    hasMoved() {
      const isSet = Math.abs(Date.now() - performance.now() - offset) > tolerance
      const isOther = isSet && measure()
      askedAt = performance.now()
      return isOther
    },
  }
}

const uptime = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000
