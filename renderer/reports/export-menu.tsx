import { Button, Menu, Text } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { ExportFormat } from './report-export.ts'

interface ExportMenuProps {
  readonly disabled: boolean
  /** What would be written, in words. */
  readonly what: () => string
  readonly raw: boolean
  readonly onRaw: (raw: boolean) => void
  readonly onExport: (format: ExportFormat) => void
}

const formats: readonly { readonly format: ExportFormat; readonly label: string }[] = [
  { format: 'csv', label: 'Export CSV' },
  { format: 'xlsx', label: 'Export XLSX' },
  { format: 'json', label: 'Export JSON' },
]

/** Exactly what is shown: its columns and rows in their order, in full precision. */
export const ExportMenu = ({ disabled, what, raw, onRaw, onExport }: ExportMenuProps) => {
  const [said, setSaid] = useState('')
  return (
    <Menu position="bottom-end" width={300} onOpen={() => setSaid(what())}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          disabled={disabled}
          leftSection={<IconDownload size={14} />}
          rightSection={<IconChevronDown size={12} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{said}</Menu.Label>
        {formats.map(({ format, label }) => (
          <Menu.Item key={format} onClick={() => onExport(format)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem checked={raw} onChange={onRaw}>
          Raw text
          <Text size="xs" c="dimmed">
            Else an apostrophe keeps text that begins with = + - @ from becoming a formula. Holds for copying too.
          </Text>
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  )
}
