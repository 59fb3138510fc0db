import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { beginTrust, type TrustState } from '../../core/agents/protocol/release-trust.ts'
import { readRootFile } from '../../core/agents/protocol/trust.ts'
import type { Platform } from '../../core/agents/protocol/updates.ts'
import { systemReason } from '../agent-problem.ts'
import { type Installation, installationAt, readPointer, thisPlatform } from './installation.ts'

/** An agent that can put another version in its own place. */
export interface Replaceable {
  readonly installation: Installation
  readonly platform: Platform
  readonly trust: TrustState
}

/** Whether this agent can replace itself; else why it cannot, for people. */
export const whatIsReplaceable = async (
  root: string | undefined,
  version: string,
  remembered: TrustState | undefined,
): Promise<Replaceable | string> => {
  const platform = thisPlatform()
  if (root === undefined || root === '')
    return 'It was started by hand. The console updates agents that run as an installed service.'
  if (platform === undefined) return `There are no updates for ${process.platform} on ${process.arch}.`
  const installation = installationAt(root)
  const named = await readPointer(installation.current)
  if (named !== version)
    return `${installation.current} names ${named ?? 'no version'}, and ${version} runs. Start the service again.`
  for (const path of [installation.path, installation.versions]) {
    try {
      await access(path, constants.W_OK)
    } catch (error) {
      return `The agent may not write to ${path} (${systemReason(error)}). Install it again to mend that.`
    }
  }
  try {
    const shipped = readRootFile(await readFile(installation.roots, 'utf8')).latest
    return { installation, platform, trust: beginTrust(shipped, remembered) }
  } catch (error) {
    return `The keys in ${installation.roots} could not be read (${systemReason(error)}). Install the agent again to mend that.`
  }
}
