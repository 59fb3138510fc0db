import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What the system calls this installation of itself; empty where it does not tell. A cloned disk has the same. */
export const machineId = async (platform: NodeJS.Platform = process.platform): Promise<string> => {
  if (platform === 'win32')
    return parseRegistryGuid(
      await output('reg', ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid']),
    )
  if (platform === 'darwin')
    return parsePlatformUuid(await output('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']))
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const id = (await readFile(path, 'utf8').catch(() => '')).trim()
    if (id !== '') return id
  }
  return ''
}

const output = async (command: string, args: readonly string[]): Promise<string> =>
  promisify(execFile)(command, args, { timeout: 10_000, windowsHide: true }).then(
    ({ stdout }) => stdout,
    () => '',
  )

/** `    MachineGuid    REG_SZ    0b2f6a3e-51a7-4a0c-9d0e-0c6a4f1f7e11` */
export const parseRegistryGuid = (text: string): string => /MachineGuid\s+REG_SZ\s+(\S+)/.exec(text)?.[1] ?? ''

/** `      "IOPlatformUUID" = "8C7B2A9E-3B5D-5F63-9C5B-0E7D1B6A2F44"` */
export const parsePlatformUuid = (text: string): string => /"IOPlatformUUID" = "([^"]+)"/.exec(text)?.[1] ?? ''
