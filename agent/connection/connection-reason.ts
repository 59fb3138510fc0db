import { systemReason } from '../agent-problem.ts'
import type { ServerAddress } from './server-address.ts'

/** Why there is no connection, and what to do, by what Node and OpenSSL call it. */
export const connectionReason = (error: unknown, server: ServerAddress): string => {
  const code = systemReason(error)
  const text = server.text
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return `Nobody listens at ${text}. Start the console, or look there under Agents for its address.`
  if (code === 'EACCES' || code === 'EPERM')
    return `This user may not connect to ${text}. Run the agent as the user of the console, or use its address on the network.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The name in ${text} is not known here.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of the console at ${text} is for other names. Add this one to the names of the console under Agents, or use one of those.`
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return `The certificate of the console at ${text} does not hold on ${new Date().toISOString().slice(0, 10)}. Check the clock of this machine.`
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_SIGNATURE/.test(code))
    return `What answers at ${text} is not the console that this agent knows. Nothing was sent.`
  if (/ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA)|SSLV3_ALERT/.test(code))
    return `The console at ${text} does not accept this agent's certificate (${code}). Enrol it again.`
  if (/^ERR_SSL|EPROTO/.test(code)) return `${text} does not speak TLS 1.3 (${code}).`
  return `The connection to ${text} was lost (${code}).`
}
