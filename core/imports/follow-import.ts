import type { TaskHandle } from '../events/task-list.ts'
import type { ImportProgress } from './import-content.ts'

/** Shows in a task how far the reading of a file has come, how fast it is, and how long it will take. */
export const followImport = (task: TaskHandle) => {
  const began = performance.now()
  return ({ bytes, total, lines }: ImportProgress) => {
    const seconds = (performance.now() - began) / 1000
    const perSecond = seconds > 0.2 ? Math.round(lines / seconds) : undefined
    const left = bytes > 0 && seconds > 0.5 ? Math.max(0, Math.round((seconds / bytes) * (total - bytes))) : undefined
    task.update({
      done: bytes,
      total,
      detail: `${lines.toLocaleString('en-US')} lines read`,
      ...(perSecond === undefined ? {} : { linesPerSecond: perSecond }),
      ...(left === undefined ? {} : { secondsLeft: left }),
    })
  }
}
