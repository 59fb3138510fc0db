/** What a file of a format looks like, for somebody who has none at hand yet. */
export interface ExampleLines {
  /** Which file it is, and where an administrator finds it or how one makes it. One sentence or two. */
  readonly file: string
  /** One to four lines of such a file, one after the other. All names are invented. */
  readonly lines: readonly string[]
}

const poll = 'Let a script append it every few minutes.'
const windowsEvent = (provider: string, id: number, data: string): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/><EventID>${id}</EventID>` +
  `<TimeCreated SystemTime='2026-03-02T08:00:00.120Z'/><Computer>ws-17.halden.example</Computer></System><EventData>${data}</EventData></Event>`

/** By format. */
export const exampleLines: { readonly [format: string]: ExampleLines } = {
  'flexnet-debug-log': {
    file: 'The debug log of a FlexNet licence server, often lmgrd.log or debug.log: the file named after -l when lmgrd starts, or the debug log path in LMTOOLS.',
    lines: [
      ' 8:00:00 (lmgrd) TIMESTAMP 3/4/2026',
      ' 8:14:09 (halden) OUT: "mesh_pro" k.osei@ws-17',
      ' 9:02:51 (halden) DENIED: "mesh_pro" t.nguyen@ws-21  (Licensed number of users already reached. (-4,342))',
      ' 9:40:30 (halden) IN: "mesh_pro" k.osei@ws-17',
    ],
  },
  'flexnet-licence-file': {
    file: 'The licence file of a FlexNet licence server, such as license.dat or halden.lic: the file named after -c when lmgrd starts.',
    lines: [
      'SERVER lic01 0050569ab123 27000',
      'VENDOR halden',
      'INCREMENT mesh_pro halden 12.0 31-dec-2026 20 SIGN=00112233AABB',
    ],
  },
  'squid-log': {
    file: 'The access log of a Squid proxy, access.log: usually in /var/log/squid. Its common and combined forms are read too.',
    lines: [
      '1772438400.512    184 10.20.4.17 TCP_MISS/200 4410 GET http://plm.halden.example/parts k.osei HIER_DIRECT/198.51.100.7 text/html',
      '1772438401.250 120391 10.20.4.18 TCP_TUNNEL/200 73211 CONNECT draw.halden.example:443 t.nguyen HIER_DIRECT/198.51.100.9 -',
    ],
  },
  'licence-events-csv': {
    file: 'A table of checkouts, check-ins and denials that a script or another tool wrote, one event a line. Columns that are called otherwise are mapped when the file is imported.',
    lines: [
      'time,event,server,daemon,feature,version,user,host,count,capacity',
      '2026-03-02T08:00:00Z,out,lic01,halden,mesh_pro,12.0,k.osei,ws-17,1,20',
      '2026-03-02T09:30:00Z,in,lic01,halden,mesh_pro,12.0,k.osei,ws-17,1,20',
    ],
  },
  'licence-events-jsonl': {
    file: 'The same events as JSON, one object a line, as a script or another tool wrote them.',
    lines: [
      '{"time":"2026-03-02T08:00:00Z","event":"out","server":"lic01","daemon":"halden","feature":"mesh_pro","user":"k.osei","host":"ws-17"}',
      '{"time":"2026-03-02T09:30:00Z","event":"in","server":"lic01","daemon":"halden","feature":"mesh_pro","user":"k.osei","host":"ws-17"}',
    ],
  },
  'autodesk-usage': {
    file: 'The token and seat usage of an Autodesk account: exported as CSV from its usage reports, by day, product and user.',
    lines: [
      'Usage date,Product name,Product version,User email,Team name,Usage type,Tokens consumed,Session count',
      '2026-03-02,Draw,2026,k.osei@halden.example,Design,Flex,6,2',
    ],
  },
  lmstat: {
    file: `What lmutil lmstat -a of a FlexNet licence server prints: lmutil lmstat -a -c 27000@lic01 >> lmstat.txt. ${poll}`,
    lines: [
      'Flexible License Manager status on Mon 3/2/2026 8:05',
      'Users of mesh_pro:  (Total of 20 licenses issued;  Total of 1 license in use)',
      '  "mesh_pro" v12.0, vendor: halden, expiry: 31-dec-2026',
      '    k.osei ws-17 /dev/tty (v12.0) (lic01/27000 101), start Mon 3/2 8:00',
    ],
  },
  'rlm-report-log': {
    file: 'The report log of a vendor’s RLM server: the file named by REPORTLOG in that vendor’s options file.',
    lines: [
      'RLM Report Log Format 2, version 15.2, authenticated',
      'ISV: halden, RLM version 15.2 BL2',
      'START lic01 03/02/2026 06:00:04',
      'OUT mesh_pro 12.0 1 k.osei ws-17 "" 1 1 0 41 41 1a14 "" "" "" 03/02 08:00:00.25 "x64_w2 10.0" "mesh.exe" 0 0 10.20.4.17',
    ],
  },
  rlmstat: {
    file: `What rlmutil rlmstat -a of an RLM licence server prints: rlmutil rlmstat -a -c 5053@lic01 >> rlmstat.txt, with the output of date before it. ${poll}`,
    lines: [
      'Mon Mar  2 08:05:00 UTC 2026',
      'Setting license file path to 5053@lic01',
      'halden license usage status on lic01 (port 49679)',
      '    mesh_pro v12.0: k.osei@ws-17 1/0 at 03/02 08:00  (handle: 41)',
    ],
  },
  'rlm-debug-log': {
    file: 'The debug log of an RLM licence server, such as halden.dlog: the file named after -dlog when rlm starts. The report log says more; take that where there is one.',
    lines: [
      '03/02 08:00 (halden) OUT: mesh_pro v12.0 by k.osei@ws-17 ',
      '03/02 08:20 (halden) DENIED: (1) mesh_pro v12.0 to t.nguyen@ws-21 ',
      '03/02 09:30 (halden) IN: mesh_pro v12.0 by k.osei@ws-17 ',
    ],
  },
  'dsls-usage': {
    file: `The answer of a Dassault Systèmes licence server to getLicenseUsage -csv, asked with its administration tool (DSLicSrv -admin), with the output of date before it. ${poll}`,
    lines: [
      '2026-03-02 08:00:00',
      'Editor,EditorId,Feature,Model,Commercial Type,Max Release Number,Max Release Date,Pricing Structure,Max Casual Duration,Expiration Date,Customer ID,Count,Inuse,Tokens,Casual Usage (mn),Host,User,Internal ID,Active Process,Client Code Version,Session ID,',
      'Halden,5E756A80,MESH,ConcurrentUser,STD,8,2027-01-01 00:59:00,YLC,0,2027-01-01 00:59:00,4711,20,1,',
    ],
  },
  'dsls-server-log': {
    file: 'The log of a Dassault Systèmes licence server, LicenseServer*.log, with “License usage tracing” switched on in its administration tool.',
    lines: [
      '2026/03/02 08:00:00:125 I USGTRACING  Grant!!MESH!4711!480001980D1A9742!Halden!ConcurrentUser!1!STD!ws-17 (4328-0a14.18)!10.20.4.17!k.osei!K.OSEI@HAL.S-1-5!C:\\Halden\\mesh.exe!5.34!YLC',
      '2026/03/02 09:30:00:000 I USGTRACING  Detachment!!MESH!4711!480001980D1A9742!Halden!ConcurrentUser!1!STD!ws-17 (4328-0a14.18)!10.20.4.17!k.osei!K.OSEI@HAL.S-1-5!C:\\Halden\\mesh.exe!5.34!YLC',
    ],
  },
  'dsls-cloud-log': {
    file: 'The log of a Dassault Systèmes licence server in the cloud, as its console downloads it: one document of JSON.',
    lines: [
      '{ "result": { "firstDate": 1772438400000, "serverTimeZone": "UTC", "rows": [',
      '"2026/03/02 08:00:00:125 I USGTRACING  Grant!!MESH!C0815!480001980D1A9742!Halden!ConcurrentUser!1!STD!ws-17 (4328-0a14.18)!10.20.4.17!k.osei!K.OSEI@HAL.S-1-5!C:\\\\Halden\\\\mesh.exe!5.34!YLC"',
      '], "totalNumberOfRows": 1 } }',
    ],
  },
  'sentinel-lsmon': {
    file: `What lsmon of a Sentinel RMS licence server prints: lsmon lic01 >> lsmon.txt, with the output of date before it. ${poll}`,
    lines: [
      'Mon Mar  2 08:05:00 UTC 2026',
      ' [Contacting Sentinel RMS Development Kit server on host "lic01.halden.example"]',
      ' |- Feature Information',
      '   |- Feature name                   : "MESH_PRO"',
    ],
  },
  'sentinel-usage-log': {
    file: 'The usage log of a Sentinel RMS licence server: the file named after -l when lserv starts.',
    lines: [
      '2 0 MTI1 Mon Mar 02 08:00:00 2026  1772438400 MESH_PRO 12.0 0 1 0 k.osei WS-17 9.7.0 1 - MA==',
      '2 0 MTI1 Mon Mar 02 09:30:00 2026  1772443800 MESH_PRO 12.0 2 0 5400 k.osei WS-17 9.7.0 1 - MQ==',
    ],
  },
  'v-ray-status': {
    file: `The status of a V-Ray licence server (port 30304) as JSON, written by a script of yours that asks it. ${poll}`,
    lines: [
      '{ "timestamp": "2026-03-02T08:00:00Z", "server": "http://lic01:30304", "licenses": [',
      '  { "name": "V-Ray", "version": "7", "type": "Interface", "category": "Online", "total": 5, "used": 1,',
      '    "users": [{ "user": "k.osei", "host": "ws-17" }] } ] }',
    ],
  },
  'process-records': {
    file: 'Programs that ran, one JSON object a line, as Lictor’s agents write them or a script of yours does.',
    lines: [
      '{"record":"process","start":"2026-03-02T08:00:00Z","end":"2026-03-02T09:30:00Z","pid":4312,"host":"ws-17","domain":"HALDEN","user":"k.osei","system":"Windows","path":"C:\\\\Halden\\\\mesh.exe","exitStatus":"0"}',
    ],
  },
  'module-records': {
    file: 'Libraries that programs loaded, one JSON object a line, as Lictor’s agents write them or a script of yours does.',
    lines: [
      '{"record":"module","start":"2026-03-02T08:00:05Z","end":"2026-03-02T08:40:05Z","pid":4312,"host":"ws-17","user":"k.osei","path":"C:\\\\Halden\\\\mesh.exe","module":"C:\\\\Halden\\\\mesh3d.dll"}',
    ],
  },
  'url-records': {
    file: 'Addresses that browser windows showed, one JSON object a line, as Lictor’s agents write them where that is switched on.',
    lines: [
      '{"record":"address","start":"2026-03-02T08:00:00Z","end":"2026-03-02T08:12:30Z","pid":5120,"host":"ws-17","user":"k.osei","executable":"iexplore.exe","url":"https://plm.halden.example/parts","title":"Parts"}',
    ],
  },
  'windows-security-log': {
    file: 'Events 4688 and 4689 of the Security log of Windows, saved as XML or CSV from the Event Viewer (Save Filtered Log File As…) or with wevtutil. “Audit Process Creation” must be on.',
    lines: [
      windowsEvent(
        'Microsoft-Windows-Security-Auditing',
        4688,
        "<Data Name='SubjectUserName'>k.osei</Data><Data Name='NewProcessId'>0x1f40</Data><Data Name='NewProcessName'>C:\\Halden\\mesh.exe</Data>",
      ),
    ],
  },
  sysmon: {
    file: 'Events 1, 5 and 7 of the Sysmon log of Windows (Microsoft-Windows-Sysmon/Operational), saved as XML or CSV from the Event Viewer or with wevtutil.',
    lines: [
      windowsEvent(
        'Microsoft-Windows-Sysmon',
        7,
        "<Data Name='UtcTime'>2026-03-02 08:00:00.120</Data><Data Name='ProcessId'>4312</Data><Data Name='Image'>C:\\Halden\\mesh.exe</Data><Data Name='ImageLoaded'>C:\\Halden\\mesh3d.dll</Data>",
      ),
    ],
  },
  'process-accounting': {
    file: 'The accounting file of a Unix machine, /var/log/account/pacct, as it is; or what dump-acct or lastcomm list from it, as here.',
    lines: [
      'mesh            |v3|   120.00|    33.00|540000.00|  1001|  1001|     0.00|     0.00|    4312|    4000|     |       0|pts/0   |Mon Mar  2 08:00:00 2026',
    ],
  },
  'w3c-log': {
    file: 'The access log of a web proxy in W3C extended form, as Symantec ProxySG, Forefront TMG and others write it: columns, with #Fields telling which.',
    lines: [
      '#Fields: date time time-taken c-ip cs-username s-action sc-status cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path sc-bytes',
      '2026-03-02 08:00:00 184 10.20.4.17 k.osei TCP_NC_MISS 200 GET http plm.halden.example 80 /parts 4410',
    ],
  },
  'lmx-lmxendutil': {
    file: `What lmxendutil -licstat (or -licstatxml) of an LM-X licence server prints: lmxendutil -licstat -host lic01 >> lmx.txt, with the output of date before it. ${poll}`,
    lines: [
      'LM-X License Server on 6200@lic01:',
      'Feature: mesh_pro Version: 12.0 Vendor: HALDEN',
      '1 of 20 license(s) used:',
      '1 license(s) used by k.osei@ws-17 [10.20.4.17]',
    ],
  },
  'browser-history': {
    file: 'The history of a browser: History in a profile folder of Chrome or Edge, places.sqlite in one of Firefox. Drop in the database itself; as text, a visit of it reads:',
    lines: [
      '{"history":"Google Chrome","host":"ws-17","user":"k.osei"}',
      '{"visit":11,"time":1772438400512345,"url":"https://plm.halden.example/parts","title":"Parts"}',
    ],
  },
  'ls-dyna-qrun': {
    file: `What lstc_qrun of an LS-DYNA licence server prints: lstc_qrun -s 31010@lic01 >> dyna.txt, with the output of date before it. ${poll}`,
    lines: [
      'Mon Mar  2 08:05:00 UTC 2026',
      'PROGRAM          EXPIRATION CPUS  USED   FREE    MAX | QUEUE',
      'MPPDYNA          12/30/2026          8    132    140 |     0',
      ' k.osei       4711@node07.halden   8',
    ],
  },
  lum: {
    file: `What i4blt -lp -i of an IBM License Use Management server prints: i4blt -lp -i >> lum.txt, with the output of date before it. ${poll}`,
    lines: [
      '===                            P r o d u c t s                          ===',
      '  Vendor Name:                  Halden',
      '  Product Name:                 mesh_pro',
      '  Licenses:                     20',
    ],
  },
  olicense: {
    file: `What olixtool of an OLicense server prints, with the output of date before it, or what the server answers at /LicenseStatusXML. ${poll}`,
    lines: [
      'olixtool 4.8.0 - OLicense XML Status Application',
      'Server: <lic01:31212:0> (Proxy: <>)',
      '  mesh_pro;\tFreeFloating;\t20;\t2026-12-31 23:59:59;',
      '      k.osei@ws-17 #1',
    ],
  },
  'codemeter-log': {
    file: 'The licence tracking log of a CodeMeter licence server, switched on in CodeMeter WebAdmin under Configuration > Server > License Tracking.',
    lines: [
      '2026-03-02T07:59:59 Admin Server:"lic01.halden.example" CodeMeter_started',
      '2026-03-02T08:00:00 License Server:"lic01.halden.example", LicenseID:1, SN:3-4471102, FC:600120, PC:14, FM:0x6, ET:never, LQ:5, PT:"Mesh Pro"',
      '2026-03-02T08:14:00 Access Server:"lic01.halden.example", LicenseID:1, AccessID:77, Client:"WS-17", User:"k.osei"',
    ],
  },
  'codemeter-listing': {
    file: `What cmu32 --list-network --all-servers of CodeMeter prints, with the time before it. ${poll}`,
    lines: [
      'Server: lic01.halden.example (10.20.1.5)',
      '- CmContainer 3-4471102',
      '  Firm Code: 600120 (Halden)',
      '    Product Code: 14 (Mesh Pro)',
    ],
  },
  'wibukey-listing': {
    file: `What the tools of WibuKey (wku32, the server monitor) list of the WibuBoxes at a server, saved as text with the time before it. ${poll}`,
    lines: [
      'WibuKey Server on lic02',
      'WibuBox: 8-120331',
      'User Code: 77    Text: Mesh Pro',
      'Max Users: 4     Used: 2',
    ],
  },
  'vector-listing': {
    file: `The licences of a Vector dongle or Keyman and whether they are in use, saved as text on each machine with the time before it. ${poll}`,
    lines: ['Vector License Client', 'Keyman: 004-118223', 'Product: Bus Bench Pro', 'Count: 1'],
  },
}
