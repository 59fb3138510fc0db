import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type GeneratedLog, type WrittenLog, writeFlexnetLog } from './flexnet-log-generator.ts'

/** Writes a log, or takes the one that an earlier run kept under this name. */
export const generateInput = ({ path, ...log }: GeneratedLog & { readonly path: string }): WrittenLog => {
  const summary = `${path}.json`
  if (existsSync(path) && existsSync(summary)) return JSON.parse(readFileSync(summary, 'utf8')) as WrittenLog
  const unfinished = `${path}.part`
  const written = writeFlexnetLog(unfinished, log)
  renameSync(unfinished, path)
  writeFileSync(summary, JSON.stringify(written))
  return written
}
