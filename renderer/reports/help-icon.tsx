import { ActionIcon, Tooltip } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'

interface HelpIconProps {
  readonly label: string
  readonly help: string | undefined
}

/** What something means or how it is computed, next to it; on hover and on focus. */
export const HelpIcon = ({ label, help }: HelpIconProps) =>
  help ? (
    <Tooltip
      label={help}
      multiline
      w={280}
      events={{ hover: true, focus: true, touch: true }}
      openDelay={150}
      position="right"
    >
      <ActionIcon size={24} aria-label={`About ${label}`} aria-description={help}>
        <IconInfoCircle size={14} />
      </ActionIcon>
    </Tooltip>
  ) : null
