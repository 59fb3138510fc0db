import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  /** What this page is for, and what to do first. */
  readonly children: ReactNode
  /** One button that does it, sometimes a quiet second one. */
  readonly actions?: ReactNode
  /** 1 where it is the whole page, 2 under a page's title. */
  readonly order?: 1 | 2
  /** Below the button: more of what may be done, for who wants to know. It makes the whole wider. */
  readonly more?: ReactNode
}

export const EmptyState = ({ title, children, actions, order = 1, more }: EmptyStateProps) => (
  <Stack gap={8} maw={more ? 760 : 520} py={48} px={24} mx="auto" data-testid="empty-state">
    <Title order={order} size="h2">
      {title}
    </Title>
    <Text c="dimmed" component="div">
      {children}
    </Text>
    {actions && (
      <Group gap={8} mt={8}>
        {actions}
      </Group>
    )}
    {more}
  </Stack>
)
