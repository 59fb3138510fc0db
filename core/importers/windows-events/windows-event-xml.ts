import { instantOf } from '../runs/record-instants.ts'
import type { UsageWriter } from '../usage-importer.ts'
import type { EventFile, EventReceiver, WindowsEvent } from './windows-event.ts'

/** An event is never as long; what is was torn off. */
const longestEvent = 1_000_000

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
        if (name) return entities[name] ?? all
        const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
        return code <= 0x10ffff ? String.fromCodePoint(code) : all
      })
    : text

const firstOf = (text: string, pattern: RegExp): string => unescaped(pattern.exec(text)?.[1] ?? '').trim()

/** `<Data Name='NewProcessId'>0x1f40</Data>` */
const dataOf = (text: string, name: string): string => {
  for (const mark of [`Name='${name}'>`, `Name="${name}">`]) {
    const at = text.indexOf(mark)
    if (at >= 0) return unescaped(text.slice(at + mark.length, text.indexOf('<', at))).trim()
  }
  return ''
}

const eventOf = (text: string): WindowsEvent => ({
  id: Number(firstOf(text, /<EventID\b[^<>]*>\s*(\d+)\s*</) || Number.NaN),
  provider: firstOf(text, /<Provider\b[^<>]*?\bName\s*=\s*["']([^"']*)["']/),
  computer: firstOf(text, /<Computer\b[^<>]*>([^<]*)</),
  time: instantOf(firstOf(text, /<TimeCreated\b[^<>]*?\bSystemTime\s*=\s*["']([^"']*)["']/)),
  data: (name) => dataOf(text, name),
})

const begins = /<Event[\s>]/

/** `<Event xmlns='…'><System>…</System><EventData><Data Name='NewProcessId'>0x1f40</Data>…</EventData></Event>`, over lines or many on one. */
export const readEventXml = (writer: UsageWriter, receive: EventReceiver): EventFile => {
  writer.clock('utc')
  /** From the begin of an event on. */
  let open = ''
  let firstLine = 0

  const giveUp = (text: string): void => writer.reject('torn-event', firstLine, text)
  /** One whole event, behind the rests of those that were torn. */
  const take = (text: string) => {
    const starts = [...text.matchAll(/<Event[\s>]/g)].map(({ index }) => index)
    for (const [i, start] of starts.slice(0, -1).entries()) giveUp(text.slice(start, starts[i + 1]))
    const last = text.slice(starts.at(-1))
    receive(eventOf(last), firstLine, last)
  }

  return {
    line(text, lineNumber) {
      let rest = text
      let events = 0
      if (open !== '' && begins.test(text) && !text.slice(0, text.search(begins)).includes('</Event>')) {
        giveUp(open)
        open = ''
      }
      for (let end = rest.indexOf('</Event>'); end >= 0; end = rest.indexOf('</Event>')) {
        const whole = open + rest.slice(0, end)
        if (open === '') firstLine = lineNumber
        open = ''
        rest = rest.slice(end + 8)
        // An end without a begin is what a torn file starts with.
        if (!begins.test(whole)) continue
        take(whole)
        events++
      }
      if (events === 0) writer.ignored('line of an event')
      if (open === '') {
        const begin = rest.search(begins)
        if (begin < 0) return
        open = `${rest.slice(begin)}\n`
        firstLine = lineNumber
      } else open += `${rest}\n`
      if (open.length > longestEvent) {
        giveUp(open)
        open = ''
      }
    },
    finish() {
      if (open !== '') giveUp(open)
    },
  }
}
