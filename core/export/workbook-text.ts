/** A cell of a workbook holds at most so many characters; more make a spreadsheet program call the file damaged. */
const mostCharacters = 32_767

/**
 * A text as a workbook can hold it: characters that XML 1.0 does not know are shown as U+FFFD, `_x0041_`, which would be read as `A`
 * (ECMA-376, 22.9.2.19), is escaped, and what is too long is cut, which the last character tells.
 */
export const workbookText = (text: string): string => {
  const safe = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be in it
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .toWellFormed()
  return safe.length <= mostCharacters ? safe : `${safe.slice(0, mostCharacters - 1).toWellFormed()}…`
}
