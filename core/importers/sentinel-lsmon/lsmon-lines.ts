/** `|- Feature name   : "Halden_CFD"  ` → key and value, without quotes; `Number taken:   2` of IAR's tool likewise. */
export interface LsmonField {
  readonly key: string
  readonly value: string
}

const treeField = /^\s*\|-\s*([^:]+?)\s*:\s*(.*?)\s*$/
const plainField = /^\s*([A-Z][^:]*?)\s*:\s*(.*?)\s*$/
const heading = /^\s*\|-\s*(Feature|License|Client|Capacity|Server|Redundan\w+|Commuter) Information\s*$/i

export type Heading = 'feature' | 'client' | 'other'

export const headingOf = (text: string): Heading | undefined => {
  const found = heading.exec(text)
  if (!found) return undefined
  const name = (found[1] as string).toLowerCase()
  return name === 'feature' || name === 'client' ? name : 'other'
}

export const fieldOf = (text: string, isPlain: boolean): LsmonField | undefined => {
  const found = (isPlain ? plainField : treeField).exec(text)
  if (!found) return undefined
  return { key: (found[1] as string).toLowerCase().replace(/\s+/g, ' '), value: unquoted(found[2] as string) }
}

const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text

/** `[Contacting Sentinel RMS Development Kit server on host "lic11"]` */
export const contacted = /\[Contacting .* on host "([^"]*)"\]/i
/** `Error[5]: Cannot talk to the license server on host "lic11"` */
export const failure = /^\s*(?:Error\s*\[\d+\]|Error):.*?(?:host\s+"?([^"\s]*)"?|$)/i

/** `[404]: ### Server: LIC-02`: IAR's tool counts its seconds in front, and sometimes writes two records on one line. */
export const isIarLine = (text: string): boolean => /^\[\d+\]: ?/.test(text)
export const iarRecords = (text: string): readonly string[] =>
  text.split(/(?=\[\d+\]: )/).map((record) => record.replace(/^\[\d+\]: ?/, '').trimEnd())

export const isSilentLine = (text: string): boolean =>
  /^\s*(?:$|Sentinel (?:RMS|LM)|Copyright|\(C\)|Press Enter|[-#*=]{3,}|No features? )/i.test(text)
