import type { LogFindings } from '../importers/importer.ts'

const day = 86_400_000

/**
 * What is odd about a log that was read without a fault: sentences for the person who imported it.
 * @param lastDay days since 1970 of its last line, local
 * @param now milliseconds since 1970
 */
export const remarksOn = (
  { lines, facts, rejections }: Pick<LogFindings, 'lines' | 'facts' | 'rejections'>,
  format: string,
  lastDay: number | undefined,
  now: number,
): string[] => {
  const remarks: string[] = []
  const foreign = rejections['no-prefix']?.count ?? 0
  if (lines >= 10 && foreign > lines / 3)
    remarks.push(
      `${foreign.toLocaleString('en-US')} of its lines do not begin like those of a ${format}: another program wrote them, or this is another kind of log.`,
    )
  else if (lines > 0 && facts === 0)
    remarks.push(
      `It was read as a ${format}, and no line of it tells who used a licence. If that is not what you expected, look whether this is the right file.`,
    )
  // A zone is at most a day away from this machine's.
  if (lastDay !== undefined && lastDay * day > now + 2 * day)
    remarks.push(
      `Its last line is of ${new Date(lastDay * day).toISOString().slice(0, 10)}, which is still to come: a date in it is wrong, or the clock of its server or of this machine is.`,
    )
  return remarks
}
