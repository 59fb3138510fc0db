/** Files that programs write beside the ones they mean: unfinished downloads, editor copies, hidden files. */
const passing = /^\.|~$|\.(?:tmp|temp|part|partial|filepart|crdownload|swp|lock)$/i

/**
 * Whether a file's name is wanted: `*.log, lmgrd*` is any of the patterns between the commas, with `*` for any text and `?` for one
 * character, whatever the case; an empty text wants every file. Files of passing use are never wanted.
 */
export const namePattern = (text: string): ((name: string) => boolean) => {
  const patterns = text
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return (name) => {
    if (passing.test(name)) return false
    const lower = name.toLowerCase()
    return patterns.length === 0 || patterns.some((pattern) => matches(pattern, lower))
  }
}

/** In time linear in the name for each star: only the last star ever takes more. */
const matches = (pattern: string, name: string): boolean => {
  let p = 0
  let star = -1
  let resumeAt = 0
  for (let n = 0; n < name.length; ) {
    if (pattern[p] === '*') {
      star = p++
      resumeAt = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++resumeAt
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
