const silent = [
  /^\s*$/,
  /^\s*-{3,}/,
  /^\s*(?:Copyright \(C\)|rlm(?:util|stat) v[\d.])/,
  /\b(?:software|comm) version:? v/,
  /^\s*(?:\S+ )?(?:[Dd]ebug|[Rr]eport|info|Info) log(?: filename)?:/,
  /\blog filename: /,
  /^\s*Startup time: /,
  /^\s*(?:Messages|Connections|Checkouts|Denials|Removals): /,
  /^\s*Recent Stats\s/,
  /^\s*(?:(?:\d+d )?\d+:\d\d:\d\d\s*){1,3}$/,
  /^\s*Name\s+Port\s+Running/,
  /^\s*obsolete: \d/,
  /^\s*count: /,
  /^\s*\S+ ISV server status on /,
  /^\s*(?:Token-based license|UNCOUNTED|No error)\b/i,
  /^\s*Connection attempted to/,
]

/** Lines of rlmstat that say nothing that is counted: versions, statistics, headings. */
export const isSilent = (text: string): boolean => silent.some((pattern) => pattern.test(text))
