export const workerNames = ['ingest', 'derive', 'scan'] as const
export type WorkerName = (typeof workerNames)[number]

/** Where the worker's module lies: beside this one, as TypeScript in a checkout and as JavaScript in a bundle. */
export const workerScript = (name: WorkerName): URL =>
  new URL(import.meta.url.endsWith('.ts') ? `./${name}-worker.ts` : `./${name}-worker.js`, import.meta.url)
