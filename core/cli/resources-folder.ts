import { fileURLToPath } from 'node:url'

/** `resources/` of a checkout. An installed console says its own. */
export const bundledResources = (): string => fileURLToPath(new URL('../../resources', import.meta.url))
