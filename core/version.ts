import packageJson from '../package.json' with { type: 'json' }

/** Of the console and of everything it is built with. */
export const version: string = packageJson.version
