/** What the first number of a FlexNet error says, for people who do not administer licence servers every day. */
const meanings: { readonly [code: string]: string } = {
  '-1': 'The program found no licence file, or none that names this feature.',
  '-2': 'The licence file could not be read as one.',
  '-3': 'No licence server is named for this feature.',
  '-4': 'All licences of this feature were in use.',
  '-5': 'The server has no such feature: it is misspelt, not bought, or in a licence file that was not loaded.',
  '-8': 'The licence’s signature does not fit its text: the line was changed after it was issued.',
  '-9': 'The licence is bound to another machine than the one that asked.',
  '-10': 'The licence has expired.',
  '-12': 'The licence states a date that cannot be read.',
  '-15': 'The licence server could not be reached.',
  '-16': 'The licence server broke off its answer.',
  '-18': 'The server does not serve this feature. Often it was asked only because it stands in a list of servers.',
  '-21': 'The feature’s licence line was damaged.',
  '-25': 'The licence is for an older version of the program than the one that asked.',
  '-31': 'The licence is valid from a later date.',
  '-38': 'The user or machine is on a list in the options file that shuts it out (EXCLUDE).',
  '-39': 'The user or machine is not on the list in the options file that lets it in (INCLUDE).',
  '-87': 'The request asked for more licences than the options file allows (MAX).',
  '-88': 'The clock of the machine was set back.',
  '-97': 'The vendor daemon was not running.',
}

/** @param codes as the log has them: `-4,342` */
export const codeInWords = (codes: string): string | undefined => meanings[/^-?\d+/.exec(codes)?.[0] ?? '']
