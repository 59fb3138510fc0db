import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { machineFacts } from '../../core/agents/protocol/messages.ts'
import { addressesOf, fingerprintOf, firstHardwareAddress, readMachineFacts } from './machine-facts.ts'
import { parsePlatformUuid, parseRegistryGuid } from './machine-id.ts'

const entry = (address: string, mac: string, internal = false): NetworkInterfaceInfo => ({
  address,
  mac,
  internal,
  netmask: '',
  cidr: null,
  ...(address.includes(':') ? { family: 'IPv6', scopeid: 0 } : { family: 'IPv4' }),
})

const interfaces = {
  lo: [entry('127.0.0.1', '00:00:00:00:00:00', true)],
  docker0: [entry('172.17.0.1', '02:42:00:00:00:01')],
  eth0: [
    entry('fe80::1', '52:54:00:00:00:02'),
    entry('2001:db8::7', '52:54:00:00:00:02'),
    entry('192.0.2.7', '52:54:00:00:00:02'),
  ],
}

test('the machine describes itself so that the console understands it', async () => {
  expect(machineFacts.safeParse(await readMachineFacts()).error).toBeUndefined()
})

test('addresses: the one that the console sees first, none that only the machine itself can reach', () => {
  expect(addressesOf(interfaces, '')).toEqual(['172.17.0.1', '192.0.2.7', '2001:db8::7'])
  expect(addressesOf(interfaces, '192.0.2.7')).toEqual(['192.0.2.7', '172.17.0.1', '2001:db8::7'])
})

test('the fingerprint is of hardware that stays; a clone of the disk has another', async () => {
  const hardware = await firstHardwareAddress(interfaces, async (name) => name.startsWith('eth'))
  expect(hardware).toBe('52:54:00:00:00:02')
  expect(fingerprintOf('id', hardware, 'a')).toBe(fingerprintOf('id', hardware, 'b'))
  expect(fingerprintOf('id', hardware, 'a')).not.toBe(fingerprintOf('id', '52:54:00:00:00:03', 'a'))
  expect(fingerprintOf('', '', 'a')).not.toBe(fingerprintOf('', '', 'b'))
})

test('machine ids of Windows and macOS', () => {
  const registry =
    '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\r\n    MachineGuid    REG_SZ    0b2f6a3e-51a7-4a0c-9d0e-0c6a4f1f7e11\r\n\r\n'
  expect(parseRegistryGuid(registry)).toBe('0b2f6a3e-51a7-4a0c-9d0e-0c6a4f1f7e11')
  expect(parsePlatformUuid('    {\n      "IOPlatformUUID" = "8C7B2A9E-3B5D-5F63-9C5B-0E7D1B6A2F44"\n    }\n')).toBe(
    '8C7B2A9E-3B5D-5F63-9C5B-0E7D1B6A2F44',
  )
})
