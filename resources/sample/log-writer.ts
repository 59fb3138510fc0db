/** Lines of a FlexNet debug log, on the clock of a Windows server in Central Europe. Instants are UTC seconds. */
export interface LogWriter {
  line(at: number, daemon: string, message: string): void
  text(): string
}

export const hours = (n: number): number => n * 3600
export const minutes = (n: number): number => n * 60

/** Clocks went back at 1:00 UTC. */
const winter = Date.UTC(2025, 9, 26, 1) / 1000
const offsetAt = (at: number): number => (at < winter ? hours(2) : hours(1))

/** Instant of an hour of a local day, `instant('2025-10-02', 10.5)` for half past ten. */
export const instant = (date: string, hour: number): number => {
  const wall = Date.parse(`${date}T00:00:00Z`) / 1000 + Math.round(hours(hour))
  return wall - offsetAt(wall - hours(2))
}

const wallClock = (at: number): Date => new Date((at + offsetAt(at)) * 1000)
const two = (n: number): string => String(n).padStart(2, '0')

/** `9/22/2025` */
export const slashDate = (at: number): string => {
  const wall = wallClock(at)
  return `${wall.getUTCMonth() + 1}/${wall.getUTCDate()}/${wall.getUTCFullYear()}`
}

export const timeOfDay = (at: number): string => wallClock(at).toISOString().slice(11, 19)

/** `Mon Sep 22 2025 06:30:02 W. Europe Daylight Time` */
export const longDate = (at: number): string => {
  const [weekday, day, month, year] = wallClock(at).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${year} ${timeOfDay(at)} W. Europe ${at < winter ? 'Daylight' : 'Standard'} Time`
}

export const createLogWriter = (): LogWriter => {
  const lines: string[] = []
  return {
    line(at, daemon, message) {
      const wall = wallClock(at)
      const time = `${String(wall.getUTCHours()).padStart(2, ' ')}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`
      lines.push(`${time} (${daemon}) ${message}`)
    },
    text: () => `${lines.join('\n')}\n`,
  }
}
