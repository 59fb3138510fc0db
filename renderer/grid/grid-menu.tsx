import { Menu } from '@mantine/core'

export interface GridAction {
  readonly label: string
  /** The keys that do the same, for those who look. */
  readonly keys?: string
  /** Cannot be done now; it stays in its place. */
  readonly disabled?: boolean
  readonly onClick: () => void
}

export interface OpenGridMenu {
  readonly x: number
  readonly y: number
  readonly actions: readonly GridAction[]
}

interface GridMenuProps {
  readonly open: OpenGridMenu | undefined
  readonly onClose: () => void
}

/** What can be done with the row under the pointer, or (Shift F10) under the focus. */
export const GridMenu = ({ open, onClose }: GridMenuProps) => (
  <Menu
    opened={open !== undefined}
    onClose={onClose}
    position="bottom-start"
    offset={0}
    hideDetached={false}
    returnFocus
    withinPortal
  >
    <Menu.Target>
      <span aria-hidden style={{ position: 'fixed', left: open?.x ?? 0, top: open?.y ?? 0, width: 0, height: 0 }} />
    </Menu.Target>
    <Menu.Dropdown>
      {open?.actions.map((action) => (
        <Menu.Item
          key={action.label}
          disabled={action.disabled}
          onClick={action.onClick}
          rightSection={action.keys && <span className="muted">{action.keys}</span>}
        >
          {action.label}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
)
