/** Whose a profile is, as its path tells; empty where it does not. */
export interface HistoryOwner {
  readonly host: string
  readonly user: string
}

// C:\Users\k.osei\AppData\Local\Google\Chrome\User Data\Default\History, /home/k.osei/.mozilla/firefox/…, \\WS-107\c$\Users\k.osei\…
const folderOfPerson = /(?:^|[\\/])(?:Users|home|Documents and Settings)[\\/]([^\\/]+)[\\/]/gi
const shareOfMachine = /^[\\/]{2}([^\\/?.][^\\/]*)[\\/][a-z]\$[\\/]/i
/** Folders there that are nobody's. */
const nobodys = new Set(['public', 'default', 'default user', 'all users', 'shared'])

export const ownerOfProfile = (path: string): HistoryOwner => {
  // A backup keeps the path of the machine below its own: the last one counts.
  const people = Array.from(path.matchAll(folderOfPerson), ([, name]) => name as string)
  const user = people.findLast((name) => !nobodys.has(name.toLowerCase())) ?? ''
  return { host: shareOfMachine.exec(path)?.[1] ?? '', user: isProfile(path) ? user : '' }
}

/** Only in a browser's own folders a person's folder says who browsed; any file may lie in somebody's downloads. */
const isProfile = (path: string): boolean => folders.some(([pattern]) => pattern.test(path))

const folders: readonly (readonly [RegExp, string])[] = [
  [/[\\/]Microsoft[\\/]Edge|[\\/]microsoft-edge/i, 'Microsoft Edge'],
  [/[\\/]BraveSoftware[\\/]/i, 'Brave'],
  [/[\\/]Vivaldi[\\/]/i, 'Vivaldi'],
  [/[\\/]Opera Software[\\/]|[\\/]com\.operasoftware\.|[\\/]\.?opera[\\/]/i, 'Opera'],
  [/[\\/]Chromium[\\/]/i, 'Chromium'],
  [/[\\/]Google[\\/]Chrome|[\\/]google-chrome/i, 'Google Chrome'],
  [/[\\/](?:Firefox|\.mozilla|org\.mozilla\.firefox)[\\/]/i, 'Mozilla Firefox'],
]

const usual = { chrome: 'Google Chrome', edge: 'Microsoft Edge', firefox: 'Mozilla Firefox' } as const

/** Browsers of Chrome's family keep histories of one shape: the folder tells which it is. */
export const browserOfProfile = (path: string, kind: keyof typeof usual): string =>
  kind === 'chrome'
    ? (folders.find(([pattern, name]) => name !== usual.firefox && pattern.test(path))?.[1] ?? usual.chrome)
    : usual[kind]
