import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parsePasswd } from '../linux/accounts.ts'
import type { System } from '../match-application.ts'

export type HistoryKind = 'chromium' | 'firefox'

/** A person's history in one profile of one browser. */
export interface BrowserProfile {
  readonly kind: HistoryKind
  readonly user: string
  /** File names of the browser's program, in small letters; the first is the usual one. */
  readonly executables: readonly string[]
  readonly database: string
}

export interface Home {
  readonly user: string
  readonly folder: string
}

type Place = readonly [folder: string, kind: HistoryKind, executables: readonly string[]]

/** Where browsers keep their profiles, below a person's home. */
const places: Readonly<Record<System, readonly Place[]>> = {
  linux: [
    ['.config/google-chrome', 'chromium', ['chrome']],
    ['.config/chromium', 'chromium', ['chromium', 'chrome', 'chromium-browser']],
    ['.config/microsoft-edge', 'chromium', ['msedge']],
    ['.config/BraveSoftware/Brave-Browser', 'chromium', ['brave']],
    ['.config/vivaldi', 'chromium', ['vivaldi-bin']],
    ['snap/chromium/common/chromium', 'chromium', ['chrome']],
    ['.var/app/com.google.Chrome/config/google-chrome', 'chromium', ['chrome']],
    ['.var/app/org.chromium.Chromium/config/chromium', 'chromium', ['chrome', 'chromium']],
    ['.mozilla/firefox', 'firefox', ['firefox', 'firefox-esr', 'firefox-bin']],
    ['.config/mozilla/firefox', 'firefox', ['firefox', 'firefox-esr', 'firefox-bin']],
    ['snap/firefox/common/.mozilla/firefox', 'firefox', ['firefox']],
    ['.var/app/org.mozilla.firefox/.mozilla/firefox', 'firefox', ['firefox', 'firefox-bin']],
  ],
  windows: [
    ['AppData/Local/Google/Chrome/User Data', 'chromium', ['chrome.exe']],
    ['AppData/Local/Chromium/User Data', 'chromium', ['chrome.exe']],
    ['AppData/Local/Microsoft/Edge/User Data', 'chromium', ['msedge.exe']],
    ['AppData/Local/BraveSoftware/Brave-Browser/User Data', 'chromium', ['brave.exe']],
    ['AppData/Local/Vivaldi/User Data', 'chromium', ['vivaldi.exe']],
    ['AppData/Roaming/Mozilla/Firefox/Profiles', 'firefox', ['firefox.exe']],
  ],
  macos: [
    ['Library/Application Support/Google/Chrome', 'chromium', ['google chrome']],
    ['Library/Application Support/Chromium', 'chromium', ['chromium']],
    ['Library/Application Support/Microsoft Edge', 'chromium', ['microsoft edge']],
    ['Library/Application Support/BraveSoftware/Brave-Browser', 'chromium', ['brave browser']],
    ['Library/Application Support/Firefox/Profiles', 'firefox', ['firefox']],
  ],
}
const fileNames = { chromium: 'History', firefox: 'places.sqlite' } as const

/** Homes of this machine's people. An agent that may not look into one finds nothing there. */
export const homesOf = (system: System): readonly Home[] => {
  if (system === 'linux') {
    const accounts = parsePasswd(readFileSync('/etc/passwd', 'utf8'))
    return [...accounts]
      .filter(([id, { home }]) => (id === 0 || id >= 1000) && home.length > 1)
      .map(([, { name, home }]) => ({ user: name, folder: home }))
  }
  const folder = system === 'macos' ? '/Users' : dirname(process.env.PUBLIC ?? 'C:\\Users\\Public')
  const notPeople = new Set(['Shared', 'Public', 'Default', 'Default User', 'All Users', 'Guest'])
  return foldersIn(folder)
    .map((path) => ({ user: basename(path), folder: path }))
    .filter(({ user }) => !notPeople.has(user))
}

export const findProfiles = (homes: readonly Home[], system: System): readonly BrowserProfile[] =>
  homes.flatMap(({ user, folder }) =>
    places[system].flatMap(([place, kind, executables]) => {
      const root = join(folder, ...place.split('/'))
      return [root, ...foldersIn(root)]
        .map((profile) => join(profile, fileNames[kind]))
        .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
        .map((database) => ({ kind, user, executables, database }))
    }),
  )

const foldersIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name))
  } catch {
    return []
  }
}
