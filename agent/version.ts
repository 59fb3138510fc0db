import packageJson from '../package.json' with { type: 'json' }

/** Of this agent: agent and console are built from one source. */
export const agentVersion: string = packageJson.version
