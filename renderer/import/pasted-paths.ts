/**
 * Paths out of pasted text: one per line, in quotes or not (`"C:\logs\lmgrd.log"`, as Windows copies them), `file://` addresses as
 * file managers on Linux copy them. Blank lines and repeats fall away.
 */
export const pathsIn = (text: string): readonly string[] => {
  const paths = text
    .split(/\r?\n|\r/)
    .map((line) => line.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .map((line) => (line.startsWith('file://') ? pathOfAddress(line) : line))
    .filter((line) => line !== '')
  return [...new Set(paths)]
}

const pathOfAddress = (address: string): string => {
  try {
    const path = decodeURIComponent(new URL(address).pathname)
    return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path
  } catch {
    return address
  }
}

/** Whether pasted text can be meant as paths at all: every line is absolute on some system. */
export const looksLikePaths = (text: string): boolean => {
  const paths = pathsIn(text)
  return paths.length > 0 && paths.every((path) => /^(\/|~\/|[A-Za-z]:[\\/]|\\\\)/.test(path))
}
