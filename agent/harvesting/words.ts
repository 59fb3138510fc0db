import type { HarvestingRules } from '../../core/agents/protocol/configuration.ts'
import type { Question } from './desktop/desktop.ts'
import type { Fired } from './triggers.ts'

/** What people read on their own screen: what will happen, why, and what they may do about it. */
export const noticeText = (
  application: string,
  { because }: Fired,
): { readonly title: string; readonly text: string } => ({
  title: `${application}: its licence`,
  text: `${application} ${because}. If you do not need it now, please save your work and close it, so that somebody else can use its licence.`,
})

export const questionText = (application: string, { because }: Fired, rules: HarvestingRules): Question => {
  const seconds = rules.ask?.timeoutSeconds ?? 60
  const isPause = rules.method === 'suspend'
  const will = isPause ? 'paused' : 'closed'
  return {
    title: `Do you still need ${application}?`,
    text: `${application} ${because}. It will be ${will} in ${duration(seconds)}, so that somebody else can use its licence. ${
      isPause ? 'Your work stays as it is.' : 'Save your work, or keep it open.'
    }`,
    keep: isPause ? 'Keep it running' : 'Keep it open',
    release: isPause ? 'Pause it now' : 'Close it now',
    timeoutSeconds: seconds,
  }
}

export const pausedText = (application: string, { because }: Fired) => ({
  title: `${application} is paused`,
  text: `${application} ${because}, and was paused so that somebody else can use its licence. Your work is as you left it.`,
  button: 'Continue',
})

const duration = (seconds: number): string => {
  if (seconds < 120) return `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}
