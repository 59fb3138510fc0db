import type { Database } from '../../database/connection.ts'

/** Milliseconds from a commit to the checkpoint: sooner than the -wal file of a large fleet grows to where a commit would do it. */
const checkpointAfter = 2000

/** Agents wait for their commits, so these are not to wait for checkpoints: one runs beside them when something was committed. */
export const createCheckpoints = (database: Pick<Database, 'checkpoint'>, failed: (error: unknown) => void) => {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  /** Told once until it works again. */
  let hasFailed = false

  const run = (): void => {
    void database
      .checkpoint()
      .then(
        () => {
          hasFailed = false
        },
        (error) => {
          if (!isClosed && !hasFailed) failed(error)
          hasFailed = true
        },
      )
      .finally(() => {
        timer = undefined
      })
  }

  return {
    soon(): void {
      if (isClosed || timer) return
      timer = setTimeout(run, checkpointAfter)
      timer.unref()
    },
    close(): void {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
