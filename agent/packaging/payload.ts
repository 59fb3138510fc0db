import { readFile } from 'node:fs/promises'
import type { Signed } from '../../core/agents/protocol/updates.ts'
import type { TargetPlatform } from './platforms.ts'
import type { PackedContent } from './tar.ts'

/** What the packages of one platform are made of. */
export interface Payload {
  readonly target: TargetPlatform
  readonly version: string
  /** Path of the program, and the same packed. */
  readonly executable: string
  readonly packed: PackedContent
  /** Text of `root.json`, which an installed agent begins to trust with. */
  readonly root: string
  readonly licences: string
  /** Of all files in packages, epoch seconds. */
  readonly seconds: number
}

/** The root file as packages carry it. */
export const rootFileText = (roots: readonly Signed[]): string => `${JSON.stringify({ roots }, undefined, 2)}\n`

/** A file of `scripts/` with its `@NAME@` replaced. */
export const scriptText = async (name: string, values: { readonly [name: string]: string } = {}): Promise<string> => {
  const text = await readFile(new URL(`./scripts/${name}`, import.meta.url), 'utf8')
  return text.replaceAll(/@([A-Z]+)@/g, (whole, key: string) => values[key] ?? whole)
}

/** A shell script that begins with what all installers share. */
export const shellScript = async (...parts: readonly string[]): Promise<string> =>
  ['#!/bin/sh', 'set -eu', await scriptText('agent-setup.sh'), ...parts].join('\n')

/** Where packages of Linux put things. */
export const linuxPlaces = { ROOT: '/opt/lictor-agent', DATA: '/var/lib/lictor-agent', USER: 'lictor-agent' }
