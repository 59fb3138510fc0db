import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** One built file of the renderer. */
export interface BuiltFile {
  readonly file: string
  readonly contentType: string
  /** Changes when the file does. */
  readonly tag: string
}

export interface PageFillings {
  readonly nonce: string
  /** Set before the first paint, so that a dark console never flashes white. */
  readonly theme: Theme
}
export type Theme = 'system' | 'light' | 'dark'

export interface BuiltFiles {
  /** The page with its placeholders filled in; `undefined` while the renderer is not built. Looks at the folder anew. */
  page(fillings: PageFillings): Promise<string | undefined>
  /** Exactly the paths of the built files, as `/assets/index-1a2b.js`; everything else is `undefined`. */
  find(path: string): BuiltFile | undefined
}

/** Only what a page is made of is ever served; a source map or a stray file is not. */
const contentTypes: { readonly [extension: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** The built renderer as a list of paths, looked up by equality: no path of a request is ever joined to a folder. */
export const openBuiltFiles = async (folder: string): Promise<BuiltFiles> => {
  let files = await listFiles(folder)
  return {
    page: async ({ nonce, theme }) => {
      files = await listFiles(folder)
      const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
      return html?.replaceAll('__NONCE__', nonce).replaceAll('__THEME__', theme)
    },
    find: (path) => files.get(path),
  }
}

const listFiles = async (folder: string): Promise<ReadonlyMap<string, BuiltFile>> => {
  const files = new Map<string, BuiltFile>()
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const inner = `${path}/${entry.name}`
      const contentType = contentTypes[extname(entry.name)]
      if (entry.isDirectory()) await walk(inner)
      else if (entry.isFile() && contentType !== undefined) {
        const { size, mtimeMs } = await stat(join(folder, inner))
        files.set(inner, {
          file: join(folder, inner),
          contentType,
          tag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
        })
      }
    }
  }
  await walk('')
  return files
}
