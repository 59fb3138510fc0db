/** Characters that neither a user's nor a machine's name has: lmstat shows some displays encrypted. */
const encrypted = /["$%&<>=!?*^~`;,|{}[\]#+\\]/
/** `/dev/pts/0`, `:0.0` */
const terminal = /^(?:\/dev\/|:\d|ttyp?\d|pts\/)/
/** What a vendor daemon adds behind the display: `feature=mesh`, `GEAR:Solver_View`. */
const addition = /^[A-Za-z][\w-]*(?:=\S+|:[A-Za-z]\w*)$/

/**
 * User and host of `Ann Lee ws0042 ws0042.0`, the part of a line before the program's version: `user host display`, in which the user may
 * hold blanks, the display may be missing, encrypted or hold blanks itself, and the asked version or words of the vendor may follow.
 */
export const holderOf = (text: string, version: string): { readonly user: string; readonly host: string } => {
  const words = text.trim().split(/\s+/)
  while (words.length > 3 && isAddition(words.at(-1) as string, version)) words.pop()
  if (words.length === 1) return { user: words[0] as string, host: '' }
  if (words.length <= 3) return { user: words[0] as string, host: words[1] as string }
  const display = displayAt(words)
  return { user: words.slice(0, display - 1).join(' '), host: words[display - 1] as string }
}

const isAddition = (word: string, version: string): boolean =>
  addition.test(word) || word === version || word === `v${version}`

/** `Ann Lee (ext)` is a name. */
const isEncrypted = (word: string): boolean =>
  encrypted.test(word) || (/[()]/.test(word) && !/^\([\w.-]+\)$/.test(word))

/** Where the display begins, at least 2. */
const displayAt = (words: readonly string[]): number => {
  for (let i = 2; i < words.length; i++) {
    const word = words[i] as string
    const host = (words[i - 1] as string).toLowerCase()
    // A display is often the host's name, with `:0.0`, `0.0` or the like behind it.
    if (terminal.test(word) || (host.length > 2 && word.toLowerCase().startsWith(host))) return i
  }
  for (let i = 2; i < words.length; i++) if (isEncrypted(words[i] as string)) return i
  return words.length - 1
}
