import { expect, test } from 'vitest'
import { windowsOf } from './control/posix-control.ts'
import { windowsScripts } from './control/windows-control.ts'
import { parseDialogAnswer } from './desktop/macos-desktop.ts'
import { parseMessageAnswer } from './desktop/windows-desktop.ts'
import { encodedScript } from './powershell.ts'
import { questionText } from './words.ts'

test('answers as dialogs state them: whatever is not clearly a release keeps', () => {
  expect(parseDialogAnswer('button returned:Close it now, gave up:false', 'Close it now')).toBe('release')
  expect(parseDialogAnswer('button returned:Keep it open, gave up:false', 'Close it now')).toBe('keep')
  expect(parseDialogAnswer('button returned:, gave up:true', 'Close it now')).toBe('none')
  expect(parseDialogAnswer('', 'Close it now')).toBe('keep')
  expect(parseMessageAnswer('7\r\n')).toBe('release')
  expect(parseMessageAnswer('6\r\n')).toBe('keep')
  expect(parseMessageAnswer('32000\r\n')).toBe('none')
  expect(parseMessageAnswer('')).toBe('keep')
})

test('the windows of a process, among those of others', () => {
  const listed = `0x03a00007  0 4711   ws-17 Bracket.prt - Modeler
0x03a0000b -1 4711   ws-17 Tools
0x04400003  0 47110  ws-17 4711 things to do
`
  expect(windowsOf(listed, 4711)).toEqual(['0x03a00007', '0x03a0000b'])
})

test('scripts for PowerShell make sure of the process before they touch it, and take nothing into their text', () => {
  for (const script of [windowsScripts.close, windowsScripts.force, windowsScripts.suspend, windowsScripts.resume]) {
    expect(script.startsWith(windowsScripts.find)).toBe(true)
  }
  const script = Buffer.from(encodedScript(windowsScripts.force), 'base64').toString('utf16le')
  expect(script).toContain('$env:LICTOR_PID')
  expect(script).toMatch(/^\$ErrorActionPreference = 'Stop'/)
})

test('what a person reads says what will happen, when and why', () => {
  const fired = { by: 'idle', reason: '', because: 'was not used for 31 minutes' } as const
  const rules = { enabled: true, idleMinutes: 30, ask: { timeoutSeconds: 300 } } as const
  expect(questionText('Modeler', fired, { ...rules, method: 'graceful' })).toMatchObject({
    title: 'Do you still need Modeler?',
    text: 'Modeler was not used for 31 minutes. It will be closed in 5 minutes, so that somebody else can use its licence. Save your work, or keep it open.',
    keep: 'Keep it open',
  })
  expect(questionText('Modeler', fired, { ...rules, method: 'suspend' }).release).toBe('Pause it now')
})
