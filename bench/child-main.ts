// Serves calls of `startChild`. Nothing is imported before the first call, so that a measure sees a process just started.
const [file] = process.argv.slice(2)

process.on('message', async ({ name, params }: { name: string; params: unknown }) => {
  try {
    const functions = (await import(new URL(`./${file}`, import.meta.url).href)) as Record<
      string,
      (params: unknown) => unknown
    >
    process.send?.({ result: await functions[name]?.(params) })
  } catch (error) {
    process.send?.({ failure: (error as Error).stack ?? String(error) })
  }
})
