import { createHash } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { arch, hostname, type NetworkInterfaceInfo, networkInterfaces, release } from 'node:os'
import type { MachineFacts } from '../../core/agents/protocol/messages.ts'
import { machineId } from './machine-id.ts'

type Interfaces = ReturnType<typeof networkInterfaces>

const systems: { readonly [platform: string]: MachineFacts['system'] } = { win32: 'windows', darwin: 'macos' }
/** As process records name them. */
const architectures: { readonly [name: string]: string } = { x64: 'x86_64', arm64: 'aarch64', ia32: 'x86' }

/** The machine as it describes itself. Addresses change: `addressesOf` looks again. */
export const readMachineFacts = async (): Promise<MachineFacts> => ({
  host: hostname() || 'localhost',
  domain: (await domainName()).slice(0, 255),
  addresses: addressesOf(networkInterfaces(), ''),
  system: systems[process.platform] ?? 'linux',
  release: release().slice(0, 255),
  architecture: architectures[arch()] ?? arch(),
  fingerprint: fingerprintOf(await machineId(), await firstHardwareAddress(networkInterfaces()), hostname()),
})

/** The one that the console sees first, then the others, those of version 4 before those of version 6. */
export const addressesOf = (interfaces: Interfaces, first: string): string[] => {
  const outside = Object.values(interfaces)
    .flat()
    .filter((entry): entry is NetworkInterfaceInfo => entry !== undefined && !entry.internal)
  const ordered = [...outside.filter(({ family }) => family === 'IPv4'), ...outside.filter(isGlobal6)]
  return [...new Set([...(first === '' ? [] : [first]), ...ordered.map(({ address }) => address)])].slice(0, 64)
}

const isGlobal6 = ({ family, address }: NetworkInterfaceInfo): boolean =>
  family === 'IPv6' && !address.startsWith('fe80:')

/** Hex. Two clones of one disk differ in the hardware address. */
export const fingerprintOf = (id: string, hardware: string, host: string): string =>
  createHash('sha256')
    .update(`${id}\n${hardware}\n${id === '' && hardware === '' ? host : ''}`)
    .digest('hex')

/** Of the first interface by name that is built in: one that is plugged in or made by a program comes and goes. */
export const firstHardwareAddress = async (
  interfaces: Interfaces,
  isBuiltIn: (name: string) => Promise<boolean> = isBuiltInDevice,
): Promise<string> => {
  for (const name of Object.keys(interfaces).sort()) {
    const entry = interfaces[name]?.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')
    if (entry !== undefined && (await isBuiltIn(name))) return entry.mac
  }
  return ''
}

/** Linux links an interface to its device: `/sys/devices/pci0000:00/...`, with `/usb1/` in it for one that is plugged in. */
const isBuiltInDevice = async (name: string): Promise<boolean> => {
  if (process.platform !== 'linux') return !/^(utun|awdl|llw|bridge|vmnet|vEthernet|docker|veth)/i.test(name)
  const device = await realpath(`/sys/class/net/${name}/device`).catch(() => '')
  return device !== '' && !device.includes('/usb')
}

const domainName = async (): Promise<string> => {
  if (process.platform === 'win32') return process.env.USERDNSDOMAIN ?? ''
  const dot = hostname().indexOf('.')
  if (dot > 0) return hostname().slice(dot + 1)
  if (process.platform !== 'linux') return ''
  const stated = (await readFile('/proc/sys/kernel/domainname', 'utf8').catch(() => '')).trim()
  return stated === '(none)' ? '' : stated
}
