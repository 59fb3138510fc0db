/** What a frame may hold at most. Twice the longest array that the contract allows, so that one such array fits. */
const deepest = 32
const longestString = 1024 * 1024
const longestArray = 1_000_000
const mostValues = 2_000_000

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Why a value is not the plain JSON that every host carries alike, in words that complete a sentence; `undefined` when it is.
 * Looks without recursion and stops at the first reason, so that a hostile frame costs no more than a large honest one.
 */
export const whyNotJson = (value: unknown): string | undefined => {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }]
  let values = 0
  while (open.length > 0) {
    const next = open.pop() as (typeof open)[number]
    if (typeof next.value !== 'object' || next.value === null) {
      const reason = whyNotPlain(next.value)
      if (reason !== undefined) return reason
      continue
    }
    if (next.depth > deepest) return `it is nested deeper than ${deepest} levels`
    if (!Array.isArray(next.value) && !isPlainObject(next.value)) return 'it holds something other than plain JSON'
    if (Array.isArray(next.value) && next.value.length > longestArray)
      return `it holds a list of more than ${longestArray.toLocaleString('en')} entries`
    const keys = Array.isArray(next.value) ? undefined : Object.keys(next.value)
    if (keys?.some((key) => forbiddenKeys.has(key))) return 'it holds a key that is not allowed'
    const children = keys === undefined ? (next.value as readonly unknown[]) : Object.values(next.value)
    values += children.length
    if (values > mostValues) return `it holds more than ${mostValues.toLocaleString('en')} values`
    for (const child of children) {
      if (typeof child === 'object' && child !== null) open.push({ value: child, depth: next.depth + 1 })
      else {
        const reason = whyNotPlain(child)
        if (reason !== undefined) return reason
      }
    }
  }
  return undefined
}

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** No honest caller sends −0: JSON writes it as 0. */
const whyNotPlain = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.length > longestString ? 'it holds a text of more than 1 MB' : undefined
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? undefined : 'it holds a number that is not finite, or −0'
  return value === undefined || value === null || typeof value === 'boolean'
    ? undefined
    : 'it holds something other than plain JSON'
}
