/** What to tell a user whose database has nothing yet for a type. One sentence each. */

export const flexnetLog = 'Needs FlexNet debug logs: drop in lmgrd.log files, rotated and packed ones too.'

export const flexnetLogWithCapacity =
  'Needs FlexNet debug logs: drop in lmgrd.log files, rotated and packed ones too; a licence file adds the capacity.'

export const debugLog = 'Needs debug logs of licence servers: drop in lmgrd.log files, rotated and packed ones too.'

export const serverStatus =
  'Needs the status of licence servers at regular intervals: drop in saved output of lmstat, rlmstat or the like.'

export const serverStatusWithVersion =
  'Needs the status of licence servers with the version of the program that holds each licence: drop in saved lmstat output.'

export const otherLog =
  'Needs the log of a licence manager other than FlexNet: drop in an RLM report log, or logs of LM-X, Sentinel RMS or DSLS.'

export const statusOrLog =
  'Needs the status or the log of licence servers: drop in saved lmstat or rlmstat output, FlexNet debug logs or RLM report logs.'

export const statusOrLogWithSets =
  'Needs the status or the log of licence servers, and featureset.map: drop in lmstat output or debug logs, and import the map.'

export const flexnetLogWithSets =
  'Needs FlexNet debug logs and featureset.map: drop in lmgrd.log files, and import the map.'

export const bentleyUse =
  'Needs the use of Bentley licences by machine: drop in the status output or the log of their licence server.'

export const processes = 'Needs process records: drop in a file of them, or let agents gather them on the machines.'

export const windowsProcesses =
  'Needs process records of Windows machines: drop in a file of them, or let agents gather them on the machines.'

export const unixProcesses =
  'Needs process records of Unix machines: drop in a process accounting file, or let agents gather them.'

export const modules =
  'Needs records of the libraries that programs load: drop in a file of them, or let agents gather them on Windows machines.'

export const softwareUse =
  'Needs process records and a catalogue file that gives programs their software ID and title: drop in both.'

export const addressBar =
  'Needs the addresses that Internet Explorer showed: drop in a file of them, or let agents gather them.'

export const browserHistory =
  'Needs browser histories: drop in the history file of Chrome, Edge or Firefox, or let agents read it.'

export const proxyLog = 'Needs the access log of a web proxy: drop in a log such as the one Squid writes.'

export const dslsUse =
  'Needs the licence use of a Dassault Systèmes licence server: drop in the CSV that its administration tool exports.'

export const dongleUse =
  'Needs the use of dongles: drop in the licence tracking log of CodeMeter, or WibuKey or Vector records.'

export const vRayStatus = 'Needs the status of a V-Ray licence server at regular intervals: drop in its saved answers.'

export const tokenUse = 'Needs token use from the vendor: drop in the usage file exported from the Autodesk account.'

export const seatUse = 'Needs seat use from the vendor: drop in the seat usage file exported from the Autodesk account.'
