/** `LM-X End-user Utility v5.5` */
export const banner = /^\s*LM-X End-user Utility v/
/** `LM-X License Server on 6200@lic01:` */
export const serverOn = /^\s*LM-X License Server on (?:\d+@)?(\S+?):?\s*$/
export const noServers = /^\s*There are no license server\(s\) available/
/** `Feature: mesh Version: 21.0 Vendor: GEAR` */
export const feature = /^\s*Feature: (.+?) Version: (\S+) Vendor: (.+?)\s*$/
/** `3 of 12 license(s) used:` */
export const usedOf = /^\s*(\d+) of (\d+|unlimited) license\(s\) used:?\s*$/i
/** `2 license(s) used by ann@ws0042 [10.0.0.7]`, `1 license(s) borrowed by ...` */
export const usedBy = /^\s*(\d+) license\(s\) (used|borrowed) by (.*?)\s*(?:\[[^\]]*\])?\s*$/
export const borrowing = /^\s*Borrow(?:ed)?\b.*\d{4}-\d\d-\d\d/i

/** Lines that are known and say nothing of use. */
export const otherLines: readonly (readonly [RegExp, string])[] = [
  [/^\s*Copyright \(C\)/i, 'banner'],
  [/^\s*[-+=]{5,}\s*$/, 'separator'],
  [/^\s*LM-X license server\(s\):/i, 'server'],
  [/^\s*Server version: /, 'server'],
  [/^\s*(?:Start date: |Expire date: |Key type: |License sharing: |Comment: |SN: |Options: )/i, 'licence'],
  [/^\s*Login time: /, 'login'],
  [/^\s*Shared on /, 'sharing'],
  [/license\(s\) (?:denied|reserved)\b/i, 'denied or reserved, which is no use'],
]
