import { realpath } from 'node:fs/promises'

/**
 * Whoever took over a console must not read secrets through its agents: what systems and people keep keys and passwords in is never followed,
 * also not through a link. Everything else is the admin's to choose.
 */
export const isForbiddenPath = (path: string): boolean => {
  const name = path.replaceAll('\\', '/').toLowerCase()
  return (
    /^\/(etc|proc|sys|dev|boot|private\/etc)\//.test(name) ||
    /^[a-z]:\/windows\/system32\/config\//.test(name) ||
    /\/(\.ssh|\.gnupg|\.aws|\.kube|keychains|keyrings)\//.test(name) ||
    /\.(pem|key|pfx|p12|kdbx)$/.test(name)
  )
}

/** @throws an Error that says so, and what the system says when there is no such file */
export const refuseForbidden = async (path: string): Promise<void> => {
  if (isForbiddenPath(path) || isForbiddenPath(await realpath(path)))
    throw new Error('Files of this place may hold keys or passwords; the agent does not read them.')
}
