export interface IssueWords {
  readonly severity: 'error' | 'warning'
  /** What is wrong, as a heading beside the agent's name. */
  readonly title: string
  /** How it comes about, and what it does to the data. */
  readonly cause: string
  /** What to do. */
  readonly remedy: string
}

/**
 * Everything that can be wrong with an agent or with the way to it, each once: whoever sees it names the code, the words are here.
 * Those of `agentIssueCodes` (core/agents/protocol/messages.ts) come from the agent, all others are seen by the console.
 */
export const issueCatalogue = {
  'agent-too-old': {
    severity: 'error',
    title: 'Agent is too old',
    cause:
      'This version of the agent speaks a protocol that the console no longer takes. What it collects is refused and waits in its spool.',
    remedy: 'Install the current agent on the machine. What waits there is sent afterwards.',
  },
  'agent-too-new': {
    severity: 'error',
    title: 'Agent is newer than the console',
    cause: 'The agent speaks a protocol that this console does not know yet. What it collects waits in its spool.',
    remedy: 'Update the console, or install the agent of the console’s version. What waits there is sent afterwards.',
  },
  'agent-outdated': {
    severity: 'warning',
    title: 'Agent is older than the console',
    cause: 'The agent is served, and lacks what newer versions collect or mend.',
    remedy: 'Update it from the Agents page, or install the current agent on the machine.',
  },
  'update-failed': {
    severity: 'error',
    title: 'Update failed',
    cause: 'The agent could not replace itself with the newer version. The old one goes on working.',
    remedy: 'Read the detail, then try again or install the current agent on the machine by hand.',
  },
  'update-given-up': {
    severity: 'error',
    title: 'Agent was not updated',
    cause:
      'The update did not work after all tries, or the agent went back to the version before. That version goes on working.',
    remedy: 'Read the detail, then update it again from the agents page, or install the current agent on the machine.',
  },
  'updates-stopped': {
    severity: 'error',
    title: 'Updates of agents were stopped',
    cause:
      'Too many agents of one batch could not be updated. Those that have not begun keep the version that they have.',
    remedy: 'Look at the agents that failed. Then resume the batch, or cancel it.',
  },
  'token-rejected': {
    severity: 'error',
    title: 'Join token was rejected',
    cause: 'The token is used up, has expired, was revoked, or belongs to another console. The machine did not join.',
    remedy: 'Create a new token under Agents › Add agent and enrol the machine with it.',
  },
  'certificate-rejected': {
    severity: 'error',
    title: 'Credential was rejected',
    cause:
      'The certificate or secret is revoked, has expired, or was not issued by this console. What the agent collects waits in its spool.',
    remedy: 'If the machine should still report, create a join token and enrol it again; its spool is kept.',
  },
  'certificate-expiring': {
    severity: 'warning',
    title: 'Certificate expires soon',
    cause: 'The agent has not renewed its certificate although its time came. After the date it is refused.',
    remedy:
      'Look into the agent’s log for why the renewal fails. If it has expired, enrol the machine with a new token.',
  },
  'other-agent': {
    severity: 'error',
    title: 'Spoke for another agent',
    cause: 'Its credential was used to send what claims to come from another agent or machine. None of that was taken.',
    remedy: 'Find out what runs on the machine. If its data folder was copied there, enrol the machine anew.',
  },
  'duplicate-id': {
    severity: 'error',
    title: 'Two machines use this agent’s ID',
    cause:
      'A data folder was copied, or a machine was cloned after the agent had joined. Neither is served until somebody has decided; what they collect waits there.',
    remedy:
      'On the copy, remove the agent’s data folder and enrol it with a new token; then approve this agent. For images, install the agent without enrolling it.',
  },
  'clock-skew': {
    severity: 'error',
    title: 'Clock is off',
    cause:
      'The machine’s clock differs from the console’s by more than is allowed. Times are corrected by the difference as it was measured.',
    remedy: 'Let the machine set its clock from a time server. The corrected times stay as they are.',
  },
  'collector-failing': {
    severity: 'error',
    title: 'A collector fails',
    cause:
      'What the collector reads cannot be read, or a command fails. The other collectors go on; what this one misses is not made up for.',
    remedy:
      'The detail says which one and why. Give the agent the right it lacks, mend the command, or turn the collector off.',
  },
  'configuration-refused': {
    severity: 'error',
    title: 'Configuration was refused',
    cause: 'The agent cannot apply a part of what it was told, and keeps working with what it had before.',
    remedy:
      'The detail names the part: a program that the agent may not run, for one. Change it, or allow it on the machine.',
  },
  'configuration-not-applied': {
    severity: 'warning',
    title: 'Configuration is not applied yet',
    cause: 'The agent has connected since the configuration was changed, and still works with the one before.',
    remedy: 'If it stays so after some connections, restart the agent and read its log.',
  },
  'interval-not-applied': {
    severity: 'warning',
    title: 'Interval is not applied',
    cause:
      'The agent connects at another interval than the console told it: somebody started it with its own, or it has not heard of the change.',
    remedy:
      'Start the agent without an interval of its own, or leave it: offline is judged by the interval it really has.',
  },
  'spool-near-full': {
    severity: 'warning',
    title: 'Spool is nearly full',
    cause: 'More is collected than reaches the console. Nothing is lost yet.',
    remedy: 'See whether the console can be reached from there, or raise the quota under the agent’s configuration.',
  },
  'spool-full': {
    severity: 'error',
    title: 'Spool is full',
    cause:
      'The quota is used up. As configured, the agent collects nothing more until there is room, or gives up its oldest records and counts them.',
    remedy: 'Make the console reachable from there, and raise the quota if this comes again.',
  },
  'spool-damaged': {
    severity: 'error',
    title: 'Spool was damaged',
    cause:
      'A part of what waited on the machine’s disk could not be read any more. It was set aside; the rest was sent.',
    remedy: 'Check the disk of the machine. The detail says how much is missing.',
  },
  'records-dropped': {
    severity: 'error',
    title: 'Records were given up',
    cause: 'Its spool was full and the policy is to drop the oldest. The time they told of counts as not observed.',
    remedy: 'Raise the quota, or have the agent pause instead. The agent’s details count what was lost, by reason.',
  },
  'records-missing': {
    severity: 'warning',
    title: 'Records never came',
    cause: 'The agent went on with later records than the console was waiting for and no longer has those between.',
    remedy: 'Nothing, if its data folder was restored or wiped. Else check the disk of the machine.',
  },
  'records-rejected': {
    severity: 'error',
    title: 'Records were rejected',
    cause: 'Some records were not what the protocol allows, or told of another machine. All others were taken.',
    remedy: 'Install the current agent. If it goes on, find out what else on the machine uses its credential.',
  },
  'request-refused': {
    severity: 'error',
    title: 'Request was refused',
    cause:
      'What the agent sends is not what the protocol allows, or is damaged on its way. Nothing of it is taken; it waits in the agent’s spool, and the agent tries again.',
    remedy:
      'If it goes on, install the current agent, and see what stands between the machine and the console (a proxy that changes requests).',
  },
  'backlog-old': {
    severity: 'warning',
    title: 'Backlog is old',
    cause: 'The oldest record that waits at the agent is older than it should be; reports lack what came since.',
    remedy:
      'It goes by itself once the agent has caught up. If it grows, see whether the line or the console is too slow.',
  },
  'harvesting-tool-missing': {
    severity: 'warning',
    title: 'Harvesting lacks a tool',
    cause: 'A rule for giving licences back needs a program or a right that the machine does not have.',
    remedy: 'Install what the detail names, or choose another way of releasing for the application.',
  },
  'several-users': {
    severity: 'warning',
    title: 'Several users at once',
    cause: 'More than one person is logged in. Harvesting only acts on the programs of the first; all are recorded.',
    remedy: 'Nothing, if the machine is meant for several. Harvesting does not serve terminal servers.',
  },
  'no-group': {
    severity: 'warning',
    title: 'No agent group',
    cause: 'Custom applications are watched by groups: an agent without one watches for none.',
    remedy: 'Give it a group in the column Agent groups.',
  },
  'application-never-seen': {
    severity: 'warning',
    title: 'Application was never seen',
    cause: 'Agents have been watching for this custom application, and it never ran on any of their machines.',
    remedy: 'Compare the names of its executables with those on the machines, or stop watching for it.',
  },
  'host-changed': {
    severity: 'warning',
    title: 'Host name has changed',
    cause: 'The machine calls itself differently than before. Reports show the new name from then on.',
    remedy: 'Nothing, if it was renamed. To see both names as one, use a host map.',
  },
  'address-changed': {
    severity: 'warning',
    title: 'IP address has changed',
    cause: 'The agent connects from another address than before, from another network for example.',
    remedy: 'Nothing, if the machine moved.',
  },
  'local-socket-failed': {
    severity: 'error',
    title: 'Agents of this machine cannot connect',
    cause: 'The local socket could not be opened. Agents on this machine keep what they collect.',
    remedy: 'The detail says why: another console may have it open. Start with another path (--agent-socket).',
  },
  'lan-failed': {
    severity: 'error',
    title: 'Agents of the LAN cannot connect',
    cause: 'The port could not be opened. Agents of other machines keep what they collect.',
    remedy: 'Close what uses the port, or choose another one under Agents › Advanced settings.',
  },
} as const satisfies { readonly [code: string]: IssueWords }

export type IssueCode = keyof typeof issueCatalogue
export const issueCodes = Object.keys(issueCatalogue) as readonly IssueCode[]

/** Words of an issue. A code that a later version wrote is shown as it is. */
export const issueWords = (code: string): IssueWords =>
  Object.hasOwn(issueCatalogue, code)
    ? issueCatalogue[code as IssueCode]
    : { severity: 'warning', title: code, cause: 'This version of Lictor does not know it.', remedy: 'Update Lictor.' }
