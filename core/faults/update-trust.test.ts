import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRoot, rotateRoot } from '../../agent/packaging/signing.ts'
import { addSignatures, makeKey, type SigningKey, signPayload } from '../../agent/packaging/signing-keys.ts'
import {
  type AcceptedRelease,
  acceptRelease,
  beginTrust,
  expiryGrace,
  type TrustState,
  updateFor,
} from '../agents/protocol/release-trust.ts'
import { keyName, readRoot, readRootFile, readSigned, TrustProblem } from '../agents/protocol/trust.ts'
import type { Release, Root, Signed } from '../agents/protocol/updates.ts'

const day = 86_400_000
const issued = Date.UTC(2026, 10, 1)
const [rootA, rootB, rootC, releaseA, releaseB, stranger] = Array.from({ length: 6 }, makeKey) as [
  SigningKey,
  SigningKey,
  SigningKey,
  SigningKey,
  SigningKey,
  SigningKey,
]

const update = (platform: 'linux-x64' | 'win-x64') => ({
  platform,
  purpose: 'update' as const,
  format: 'gz' as const,
  file: `agent-${platform}.gz`,
  bytes: 10,
  sha256: 'a'.repeat(64),
  unpacked: { bytes: 20, sha256: 'b'.repeat(64) },
})
const release: Release = {
  kind: 'release',
  number: 7,
  version: '1.2.0',
  issued,
  expires: issued + 365 * day,
  updatesFrom: '0.9.0',
  artifacts: [update('linux-x64'), update('win-x64')],
}

const first = makeRoot({ rootKeys: [rootA, rootB], releaseKeys: [releaseA], issued })
const shipped = readRoot(first)
const trusted = beginTrust(shipped)
const manifest = signPayload(release, [releaseA])

const accept = (file: Signed, now = issued, state: TrustState = trusted, roots: readonly Signed[] = []) =>
  acceptRelease(state, { manifest: file, roots }, now)

/** As a later version would sign what this one does not know. */
const signRaw = (content: object, ...keys: SigningKey[]): Signed =>
  addSignatures({ payload: Buffer.from(JSON.stringify(content)).toString('base64'), signatures: [] }, keys)

/** Why something is refused; anything but a TrustProblem fails the test. */
const fault = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof TrustProblem) return error.fault
    throw error
  }
  return ''
}

test('U1 what is not signed by the keys that count is refused', () => {
  expect(accept(manifest)).toMatchObject({ release: { version: '1.2.0' }, state: { release: 7 }, warning: '' })
  const signedBy = (...keys: SigningKey[]) => fault(() => accept(signPayload(release, keys)))
  expect([signedBy(), signedBy(stranger), signedBy(rootA), signedBy(stranger, releaseA)]).toEqual([
    'signature',
    'signature',
    'signature',
    '',
  ])
  const [signature] = manifest.signatures as [Signed['signatures'][number]]
  const underAnotherName = {
    ...manifest,
    signatures: [{ ...signPayload(release, [stranger]).signatures[0], key: signature.key }],
  }
  expect(fault(() => accept(underAnotherName as Signed))).toBe('signature')
  const newer = signPayload({ ...release, number: 8 }, [])
  expect(fault(() => accept({ ...newer, signatures: [signature] }))).toBe('signature')
  // A root that is signed as a release has to be is still no release.
  expect(fault(() => accept(signPayload(shipped, [releaseA])))).toBe('malformed')
})

test('U1 a key counts once, under whatever name', () => {
  const two = readRoot(makeRoot({ rootKeys: [rootA], releaseKeys: [releaseA, releaseB], releaseThreshold: 2, issued }))
  const once = signPayload(release, [releaseA])
  const twice = { ...once, signatures: [...once.signatures, ...once.signatures] }
  const judged = (file: Signed) => fault(() => accept(file, issued, beginTrust(two)))
  expect([judged(once), judged(twice), judged(addSignatures(once, [releaseB]))]).toEqual(['signature', 'signature', ''])
  const longer = Buffer.concat([Buffer.from(releaseA.spki, 'base64'), Buffer.from([0])])
  const [name, spki] = [keyName(longer), longer.toString('base64')]
  const content = { ...two, keys: { ...two.keys, [name]: spki }, releaseKeys: [releaseA.name, name] }
  expect(fault(() => readRoot(signPayload(content, [rootA])))).toBe('malformed')
  const impossible: Root = { ...two, releaseThreshold: 3 }
  expect(fault(() => readRoot(signPayload(impossible, [rootA])))).toBe('malformed')
})

test('U1 no altered byte of a signed file changes what it says', () => {
  const text = JSON.stringify(manifest)
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), fc.boolean(), (at, code, isCut) => {
      const altered = isCut ? text.slice(0, at) : text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
      let accepted: AcceptedRelease | undefined
      const problem = fault(() => {
        accepted = accept(readSigned(altered))
      })
      if (problem === '') expect(accepted?.release).toEqual(release)
    }),
    { numRuns: 300 },
  )
})

test('U11 what a later version adds to a signed list is passed over', () => {
  const later = {
    ...release,
    notes: 'https://example.invalid',
    artifacts: [
      { ...update('linux-x64'), platform: 'plan9-x64' },
      { ...update('linux-x64'), delta: true },
    ],
  }
  const { artifacts } = accept(signRaw(later, releaseA)).release
  expect(artifacts).toEqual([update('linux-x64')])
  const keys = { ...shipped.keys, ['f'.repeat(64)]: Buffer.alloc(2000).toString('base64') }
  const next = { ...shipped, number: 2, keys, releaseKeys: [releaseA.name, 'f'.repeat(64)], hint: 1 }
  expect(accept(manifest, issued, trusted, [signRaw(next, rootA, rootB)]).state.root.number).toBe(2)
})

test('U2 an older list than was seen is refused, the same one is not', () => {
  const { state } = accept(manifest)
  const older = signPayload({ ...release, number: 6, version: '2.0.0' }, [releaseA])
  expect(fault(() => accept(older, issued, state))).toBe('backwards')
  expect(fault(() => accept(manifest, issued, state))).toBe('')
  // Also after the program was installed anew over what it remembers.
  expect(fault(() => accept(older, issued, beginTrust(shipped, state)))).toBe('backwards')
})

test('U2 expiry is a warning for a time, and a clock that was set back does not undo it', () => {
  const at = (now: number, state = trusted) => {
    try {
      return accept(manifest, now, state).warning.slice(0, 37)
    } catch (error) {
      return (error as TrustProblem).fault
    }
  }
  const expired = 'Release 7 (version 1.2.0) expired on '
  const { expires } = release
  expect([at(issued), at(expires), at(expires + 1), at(expires + expiryGrace), at(expires + expiryGrace + 1)]).toEqual([
    '',
    '',
    expired,
    expired,
    'expired',
  ])
  expect(at(issued, { ...trusted, newestSigned: expires + expiryGrace + 1 })).toBe('expired')
  expect([at(issued - 2 * day), at(issued - 2 * day - 1), at(0)]).toEqual(['', 'future', 'future'])
})

test('U2 an agent takes only what is newer, for its platform and within its reach', () => {
  const takes = (version: string, platform: 'linux-x64' | 'darwin-arm64' = 'linux-x64') =>
    fault(() => updateFor(release, { version, platform }))
  expect([takes('1.1.9'), takes('0.9.0'), takes('1.2.0-rc.1')]).toEqual(['', '', ''])
  expect([takes('1.2.0'), takes('1.10.0'), takes('0.8.9'), takes('1.1.9', 'darwin-arm64')]).toEqual([
    'backwards',
    'backwards',
    'unsuitable',
    'unsuitable',
  ])
  const packed: Release = { ...release, artifacts: [{ ...update('linux-x64'), purpose: 'package', format: 'deb' }] }
  expect(fault(() => updateFor(packed, { version: '1.0.0', platform: 'linux-x64' }))).toBe('unsuitable')
})

test('U11 keys are replaced twice: who missed the first step takes both at once, and old keys count no more', () => {
  const second = rotateRoot([first], { rootKeys: [rootA, rootC], releaseKeys: [releaseB], issued: issued + day }, [
    rootA,
    rootB,
  ])
  const third = rotateRoot(
    second,
    { rootKeys: [rootC], releaseKeys: [releaseB, stranger], releaseThreshold: 1, issued },
    [rootA, rootC],
  )
  const next = signPayload({ ...release, number: 8 }, [releaseB])
  const { state } = accept(next, issued, trusted, third)
  expect(state.root.number).toBe(3)
  expect(state.newestSigned).toBe(issued)
  expect(fault(() => accept(next, issued, accept(next, issued, trusted, second).state, third))).toBe('')
  expect(fault(() => accept(next))).toBe('signature')
  expect(fault(() => accept(manifest, issued, trusted, third))).toBe('signature')
  expect(fault(() => accept(next, issued, trusted, [third[2] as Signed]))).toBe('chain')
  expect(readRootFile(JSON.stringify({ roots: third })).latest.number).toBe(3)
  // A package with an older root, installed over an agent that went further, changes nothing.
  expect(beginTrust(shipped, state)).toEqual(state)
  expect(beginTrust(readRoot(third[2] as Signed), { ...trusted, release: 7 })).toMatchObject({
    root: { number: 3 },
    release: 0,
  })
})

test('U11 a stolen key that issued a release far ahead is replaced, and the fleet goes on', () => {
  const { state } = accept(signPayload({ ...release, number: 2 ** 50, expires: issued }, [releaseA]))
  const plan = { rootKeys: [rootA, rootB], issued: issued + day }
  const replaced = rotateRoot([first], { ...plan, releaseKeys: [releaseB] }, [rootA, rootB])
  expect(fault(() => accept(signPayload(release, [releaseB]), issued, state, replaced))).toBe('')
  expect(fault(() => accept(signPayload(release, [releaseA]), issued, state, replaced))).toBe('signature')
  const added = rotateRoot([first], { ...plan, releaseKeys: [releaseA, releaseB], releaseThreshold: 1 }, [rootA, rootB])
  expect(fault(() => accept(signPayload(release, [releaseB]), issued, state, added))).toBe('backwards')
})

test('U11 a list of keys that only the old or only the new keys signed is refused', () => {
  const second = rotateRoot([first], { rootKeys: [rootC], releaseKeys: [releaseB], issued }, [
    rootA,
    rootB,
  ])[1] as Signed
  const follow = (...keys: SigningKey[]) =>
    fault(() => accept(signPayload(release, [releaseB]), issued, trusted, [signPayload(readRoot(second), keys)]))
  expect([follow(rootA, rootB, rootC), follow(rootA, rootB), follow(rootC), follow(rootA, rootC)]).toEqual([
    '',
    'signature',
    'signature',
    'signature',
  ])
  expect(fault(() => rotateRoot([first], { rootKeys: [rootC], releaseKeys: [releaseB], issued }, [rootA]))).toBe(
    'signature',
  )
  const development = signPayload({ ...readRoot(second), isDevelopment: true }, [rootA, rootB, rootC])
  expect(fault(() => accept(manifest, issued, trusted, [development]))).toBe('development')
})
