import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Account {
  readonly name: string
  readonly home: string
}

/** `lena:x:1004:1004:Lena:/home/lena:/bin/bash` */
export const parsePasswd = (text: string): Map<number, Account> => {
  const accounts = new Map<number, Account>()
  for (const line of text.split('\n')) {
    const fields = line.split(':')
    const name = fields[0] ?? ''
    const id = Number(fields[2])
    // The first line of an id is the one that the system names it by.
    if (fields.length >= 6 && name !== '' && Number.isInteger(id) && !accounts.has(id))
      accounts.set(id, { name, home: fields[5] ?? '' })
  }
  return accounts
}

/**
 * People have ids from 1000 on (UID_MIN of login.defs(5), where a distribution has not moved it). Not theirs are what systemd gives out for
 * a service's time (61184 to 65519) and `nobody`.
 */
export const isAccountOfPerson = (id: number, least: number): boolean => id >= least && !(id >= 61_184 && id <= 65_535)

export const leastIdOfPeople = (loginDefinitions: string): number => {
  const found = /^\s*UID_MIN\s+(\d+)/m.exec(loginDefinitions)
  return found ? Number(found[1]) : 1000
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Names of accounts, also of a directory (LDAP, domain), which only the system's own program knows how to ask. */
export const createAccounts = () => {
  const names = new Map<number, string>()
  for (const [id, { name }] of parsePasswd(textOf('/etc/passwd'))) names.set(id, name)
  const least = leastIdOfPeople(textOf('/etc/login.defs'))

  const asked = (id: number): string => {
    try {
      const line = execFileSync('getent', ['passwd', String(id)], {
        encoding: 'utf8',
        timeout: 2000,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return parsePasswd(line).get(id)?.name ?? String(id)
    } catch {
      return String(id)
    }
  }

  return {
    /** The id itself for an account that has no name. Asked for once. */
    nameOf(id: number): string {
      const known = names.get(id)
      if (known !== undefined) return known
      const name = asked(id)
      names.set(id, name)
      return name
    },
    isPerson: (id: number): boolean => isAccountOfPerson(id, least),
  }
}
