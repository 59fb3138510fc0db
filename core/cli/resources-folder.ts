import { fileURLToPath } from 'node:url'

/** `resources/` of a checkout, or what tests put in its place. An installed console says its own. */
export const bundledResources = (): string =>
  process.env.LICTOR_RESOURCES || fileURLToPath(new URL('../../resources', import.meta.url))
