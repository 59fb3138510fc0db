/** An entry of a Windows event log, from XML or CSV. */
export interface WindowsEvent {
  readonly id: number
  /** Empty where the file does not tell. */
  readonly provider: string
  /** Undefined where the file has no place for it, as the Event Viewer's CSV. */
  readonly computer: string | undefined
  /** Seconds since 1970, UTC in XML and the local time of the computer in CSV; NaN where it is none. */
  readonly time: number
  /** What it says, by the name that XML has for it: `NewProcessId`, `SubjectUserName`. Empty where it says nothing. */
  data(name: string): string
}

export type EventVerdict = { readonly used: string } | { readonly ignored: string } | { readonly rejected: string }

/** What a format makes of the events of its provider. */
export interface EventHandler {
  /** `Microsoft-Windows-Sysmon`, and what the Event Viewer shows for it: events of others are left out. */
  readonly provider: RegExp
  take(event: WindowsEvent): EventVerdict
  /** The log is over. */
  finish(): void
}

export type EventReceiver = (event: WindowsEvent, firstLine: number, text: string) => void

export interface EventFile {
  line(text: string, lineNumber: number): void
  finish(): void
}
