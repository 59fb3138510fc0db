/** What the browser shows while the renderer is not built. */
export const pageMissing = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Lictor: the page is not built</title>
<style nonce="${nonce}">
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem; color-scheme: light dark }
  code { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<h1>The page is not built yet</h1>
<p>The console is running, but its page is missing. Build it in the checkout, then load this address again:</p>
<p><code>npm run build</code></p>
<p>Nothing is lost: imports go on, and the command line works.</p>
</body>
</html>
`
