/**
 * Compares two versions `major.minor.patch`, with an optional `-pre.release` that comes before the release itself (semver.org, 11).
 * @returns less than 0 when `a` is older, 0 when they are the same, more than 0 when it is newer
 */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [parse(a), parse(b)]
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  return comparePre(left.pre, right.pre)
}

const parse = (version: string) => {
  const [numbers = '', pre = ''] = version.split('+', 1)[0]?.split(/-(.*)/s) ?? []
  return { numbers: numbers.split('.').map(Number), pre: pre === '' ? [] : pre.split('.') }
}

const comparePre = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]]
    if (left === undefined) return -1
    if (right === undefined) return 1
    if (left === right) continue
    const isNumber = [/^\d+$/.test(left), /^\d+$/.test(right)]
    if (isNumber[0] && isNumber[1]) return Number(left) - Number(right)
    if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1
    return left < right ? -1 : 1
  }
  return 0
}
