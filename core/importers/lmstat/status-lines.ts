/** `lmutil - Copyright (c) 1989-2024 Flexera. All Rights Reserved.` */
export const copyright = /^\s*lm(?:util|stat) - Copyright/
/** `Flexible License Manager status on Fri 10/20/2017 17:02` */
export const statusOn =
  /^\s*Flexible License Manager status on (?:([A-Za-z]{3})[A-Za-z]*,? )?(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d)/
export const statusOnAnything = /^\s*Flexible License Manager status on\b/
/** `License server status: 27000@lic01,27000@lic02,27000@lic03` */
export const serverStatus = /^\s*License server status: (\S.*)$/
/** `lic01: license server UP (MASTER) v11.19`, `lic03: Cannot connect to license server system. (-15,570)` */
export const hostUp = /^\s*(\S+): license server UP\b/
export const hostDown = /^\s*(\S+): (?:license server (?!UP)|(?:Cannot|Could not|Can't|Invalid|No |The |Lost|Error)\b)/i
/** `lmgrd is not running: Cannot connect to license server system. (-15,570:111 "Connection refused")` */
export const serverError = /^\s*(?:Error getting status\b|lmgrd is not running\b|lmgrd: )/
export const daemonStatus = /^\s*Vendor daemon status(?: \(on ([^)]+)\))?/
/** `     geard: UP v11.19.6`, `  geard: The desired vendor daemon is down. (-97,121)` */
export const daemonLine =
  /^\s+([\w.-]+): (?:(UP) v|DOWN\b|(?:The desired|Cannot|Could not|No |Not |Lost|Invalid|Error|Vendor daemon|Bad|Communication|License server)\b.*)/i
export const featureInfo = /^\s*Feature usage info/
/** `Users of mesh:  (Total of 12 licenses issued;  Total of 3 licenses in use)` */
export const usersOf =
  /^Users of (\S+):\s*(?:\(Total of (\d+) licenses? issued;\s+Total of \d+ licenses? in use\)|(\(Uncounted\b.*)|((?!\s*\(Total of\b).+))\s*$/
/** `  "mesh" v2025.1, vendor: geard, expiry: 31-dec-2026` */
export const pool = /^\s*"([^"]+)" v(\S*), vendor: ([^\s,]+)/
/** `	10 RESERVATIONs for HOST ws0042 (lic01/27000)` */
/** Cut off before the numbers are over. */
export const tornUsersOf = /^Users of \S+/
export const reservation = /^\s+\d+ RESERVATIONs? for /
export const kindOfLicence = /^\s*(?:floating license|(?:uncounted )?nodelocked\b)/

/** Lines that are known and say nothing of use, and what they are called in the import report. */
export const otherLines: readonly (readonly [RegExp, string])[] = [
  [/^\s*vendor_string:/i, 'vendor text'],
  [/^\s*[-=_]{3,}\s*$|^\s*\.\.\.\s*$|^(?:_+\s+)+_+\s*$/, 'separator'],
  [/^\s*License file\(s\) on /i, 'licence file'],
  [/^\s*\[.*\]\s*$/, 'message of the tool'],
  [/^\s*NOTE: lmstat -i |^\s+but only reads the license file|^\s+lmstat -a is recommended/, 'message of the tool'],
  [/\blmstat\b.* -[a-zA-Z]\b|^\S*[$#>%]\s.*\blmutil\b/, 'command'],
  [/^\s*#/, 'comment'],
]
