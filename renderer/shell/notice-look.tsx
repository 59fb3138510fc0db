import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import type { Notice } from '../../core/contract/tasks.ts'

/** State is never told by colour alone: each has its sign and its word. */
export const noticeLook: {
  readonly [S in Notice['severity']]: {
    readonly colour: string
    readonly icon: typeof IconInfoCircle
    readonly word: string
  }
} = {
  error: { colour: 'red', icon: IconCircleX, word: 'Error' },
  warning: { colour: 'yellow', icon: IconAlertTriangle, word: 'Warning' },
  success: { colour: 'green', icon: IconCircleCheck, word: 'Done' },
  info: { colour: 'gray', icon: IconInfoCircle, word: 'Notice' },
}

export const NoticeIcon = ({ severity }: { readonly severity: Notice['severity'] }) => {
  const { colour, icon: LookIcon, word } = noticeLook[severity]
  return <LookIcon size={18} stroke={1.6} color={`var(--mantine-color-${colour}-text)`} role="img" aria-label={word} />
}
