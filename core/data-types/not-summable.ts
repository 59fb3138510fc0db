import type { NotSummable } from './data-type.ts'

/** Types that answer what the peaks of single users or machines cannot: the total, and the group where one exists. */
interface Answers {
  readonly total: number
  readonly group?: number
}

function pointTo({ total, group }: Answers): string {
  return group
    ? `Type ${total} has the peak of all together, type ${group} that of a group.`
    : `Type ${total} has the peak of all together.`
}

export function peaksOfUsers(answers: Answers): NotSummable {
  return {
    concepts: ['maximum'],
    when: ['user'],
    answeredBy: answers.total,
    note: `This is the highest peak of any one user: users peak at different moments. ${pointTo(answers)}`,
  }
}

export function peaksOfHosts(answers: Answers): NotSummable {
  return {
    concepts: ['maximum'],
    when: ['host'],
    answeredBy: answers.total,
    note: `This is the highest peak of any one machine: machines peak at different moments. ${pointTo(answers)}`,
  }
}

export function peaksOfUsersOnHosts(answers: Answers): NotSummable {
  return {
    concepts: ['maximum'],
    when: ['user', 'host'],
    answeredBy: answers.total,
    note: `This is the highest peak of any one user on any one machine, and those come at different moments. ${pointTo(answers)}`,
  }
}

/** Each user or machine is in exactly one group here, so hours add up to the total; peaks and lows do not. */
export function peaksOfSingleGroups(group: 'user-group' | 'host-group', total: number): NotSummable {
  return {
    concepts: ['maximum', 'minimum'],
    when: [group],
    answeredBy: total,
    note: `This is the extreme of any one group: groups peak at different moments. Type ${total} has all together.`,
  }
}

/** Groups overlap here: someone in two of them is counted in both. */
export function overlappingGroups(
  group: 'group' | 'typed-host-group',
  concepts: NotSummable['concepts'],
  total: number,
): NotSummable {
  return {
    concepts,
    when: [group],
    answeredBy: total,
    note: `Groups overlap and peak at different moments, so they give no total. Type ${total} has it.`,
  }
}
