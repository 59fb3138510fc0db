import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentInWords } from './document-words-fixture.ts'
import { isDocumentImporter } from './importer.ts'
import { readDocument } from './read-document.ts'
import { importerByFormat, importers } from './registry.ts'
import { usageInWords } from './usage-words-fixture.ts'
import { createWords, factsInWords, readWith } from './words-fixture.ts'

// A case is a folder below testcases/: input.log or, of a document, input.lic, and what must be read from it, one JSON line a fact, in expected.jsonl (times are
// the log's own clock) and one a rejected line in expected.rejected.jsonl. UPDATE_TESTCASES=1 writes both; read them before you keep them.
const isUpdate = process.env.UPDATE_TESTCASES === '1'

const here = import.meta.dirname
const foldersIn = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    : []

/** What the file says, in words. */
const readInWords = async (folder: string, format: string) => {
  const importer = importerByFormat(format)
  if (importer && isDocumentImporter(importer)) {
    const job = { path: join(folder, inputIn(folder)), format }
    const { facts } = await readDocument(job, new AbortController().signal)
    return documentInWords(facts)
  }
  const path = join(folder, inputIn(folder))
  const words = createWords()
  const { stored, provisional, usage, findings } = await readWith(words, path, format)
  const rejected = Object.entries(findings.rejections)
    .flatMap(([reason, { examples }]) => examples.map(({ line, text }) => ({ line, reason, text })))
    .sort((a, b) => a.line - b.line)
  const facts =
    usage.length > 0 ? usageInWords(usage, words.subjects) : factsInWords([...stored, ...provisional], words)
  return { facts, rejected }
}

/** The file that a case reads: `input` with whatever ending the format has. */
const inputIn = (folder: string): string => readdirSync(folder).find((name) => name.startsWith('input.')) ?? 'input.log'

const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

for (const { format } of importers) {
  describe(format, () => {
    const cases = foldersIn(join(here, format, 'testcases'))
    test.each(cases)('%s', async (name) => {
      const folder = join(here, format, 'testcases', name)
      const { facts, rejected } = await readInWords(folder, format)
      for (const [file, rows] of [
        ['expected.jsonl', facts],
        ['expected.rejected.jsonl', rejected],
      ] as const) {
        const path = join(folder, file)
        if (isUpdate) writeFileSync(path, jsonLines(rows))
        expect(rows.map((row) => JSON.stringify(row))).toEqual(readFileSync(path, 'utf8').split('\n').filter(Boolean))
      }
    })
  })
}

test('every folder here is a registered importer with a README and test cases', () => {
  // The others hold what several formats share.
  const folders = foldersIn(here).filter((folder) => existsSync(join(here, folder, 'README.md')))
  expect(importers.map(({ format }) => format).sort()).toEqual(folders.sort())
  for (const folder of folders) {
    expect(existsSync(join(here, folder, 'README.md')), `${folder}/README.md`).toBe(true)
    const cases = foldersIn(join(here, folder, 'testcases'))
    expect(cases.length, `${folder}/testcases`).toBeGreaterThan(0)
    for (const name of cases)
      for (const file of [inputIn(join(here, folder, 'testcases', name)), 'expected.jsonl', 'expected.rejected.jsonl'])
        expect(existsSync(join(here, folder, 'testcases', name, file)), `${folder}/testcases/${name}/${file}`).toBe(
          true,
        )
  }
})

test('every reason that the cases reject for is explained, and every explained one is met', async () => {
  for (const importer of importers) {
    const { format } = importer
    const reasons = { ...importer.rejections, ...(isDocumentImporter(importer) ? importer.notes : {}) }
    const met = new Set<string>()
    for (const name of foldersIn(join(here, format, 'testcases')))
      for (const line of readFileSync(join(here, format, 'testcases', name, 'expected.rejected.jsonl'), 'utf8').split(
        '\n',
      ))
        if (line !== '') met.add((JSON.parse(line) as { reason: string }).reason)
    // A line longer than 64 KB is made by its own test in line-splitter.test.ts.
    expect([...met].sort()).toEqual(
      Object.keys(reasons)
        .filter((reason) => reason !== 'too-long')
        .sort(),
    )
  }
})
