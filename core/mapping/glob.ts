/** A pattern or a name as its characters: `?` stands for one of them, also outside the basic plane. */
export type Characters = readonly string[]

export const isGlob = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?')

/**
 * Whether the text matches the pattern; `*` stands for any text, `?` for one character. Two pointers and one place to come back to:
 * never more steps than the product of both lengths, whatever the pattern.
 */
export const matchesGlob = (glob: Characters, text: Characters): boolean => matches(glob, text, false)

/** Whether everything that the second pattern matches is matched by the first one too. Never says so wrongly. */
export const coversGlob = (glob: Characters, other: Characters): boolean => matches(glob, other, true)

const matches = (glob: Characters, text: Characters, textIsGlob: boolean): boolean => {
  let g = 0
  let star = -1
  let resume = 0
  for (let t = 0; t < text.length; ) {
    if (g < glob.length && glob[g] === '*') {
      star = g++
      resume = t
    } else if (g < glob.length && (glob[g] === text[t] || (glob[g] === '?' && !(textIsGlob && text[t] === '*')))) {
      g++
      t++
    } else if (star >= 0) {
      g = star + 1
      t = ++resume
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
