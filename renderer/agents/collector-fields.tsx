import { Button, Group, NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import type { CollectorSettings, PollCommand } from '../../core/contract/agent-configuration.ts'
import classes from './agents.module.css'
import { type CollectorName, collectorTitles } from './collector-words.ts'

type Change = <Name extends CollectorName>(collector: Name, settings: CollectorSettings[Name]) => void

interface CollectorFieldsProps {
  readonly collector: CollectorName
  readonly settings: Partial<CollectorSettings>
  readonly onChange: Change
}

/** Whether a collector runs, and how. */
export const CollectorFields = ({ collector, settings, onChange }: CollectorFieldsProps) => {
  const mine = settings[collector]
  if (!mine) return null
  return (
    <Stack gap={8}>
      <Switch
        label="Collect"
        aria-label={`Collect: ${collectorTitles[collector].title}`}
        checked={mine.enabled}
        onChange={(event) => onChange(collector, { ...mine, enabled: event.currentTarget.checked })}
      />
      {mine.enabled && <Details collector={collector} settings={settings} onChange={onChange} />}
    </Stack>
  )
}

const Details = ({ collector, settings, onChange }: CollectorFieldsProps) => {
  const { processes, modules, addresses, polls, logs } = settings
  if (collector === 'processes' && processes)
    return (
      <Group gap={12} align="flex-end">
        <Select
          label="Which"
          w={270}
          allowDeselect={false}
          data={[
            { value: 'all', label: 'All processes' },
            { value: 'users', label: 'Those of people, not of the system' },
            { value: 'applications', label: 'Only those of custom applications' },
          ]}
          value={processes.which}
          onChange={(which) =>
            onChange('processes', {
              ...processes,
              which: which === 'users' || which === 'applications' ? which : 'all',
            })
          }
        />
        <Seconds
          least={1}
          most={600}
          value={processes.everySeconds}
          onChange={(everySeconds) => onChange('processes', { ...processes, everySeconds })}
        />
      </Group>
    )
  if (collector === 'modules' && modules)
    return (
      <Seconds
        least={5}
        most={3600}
        value={modules.everySeconds}
        onChange={(everySeconds) => onChange('modules', { ...modules, everySeconds })}
      />
    )
  if (collector === 'addresses' && addresses)
    return (
      <Select
        label="What is kept of an address"
        w={270}
        allowDeselect={false}
        data={[
          { value: 'host', label: 'Only the name of the site' },
          { value: 'full', label: 'The whole address' },
        ]}
        value={addresses.detail}
        onChange={(detail) => onChange('addresses', { ...addresses, detail: detail === 'full' ? 'full' : 'host' })}
      />
    )
  if (collector === 'polls' && polls)
    return <Polls commands={polls.commands} onChange={(commands) => onChange('polls', { ...polls, commands })} />
  if (collector === 'logs' && logs)
    return <Logs files={logs.files} onChange={(files) => onChange('logs', { ...logs, files })} />
  return null
}

interface SecondsProps {
  readonly least: number
  readonly most: number
  readonly value: number
  readonly label?: string
  readonly onChange: (seconds: number) => void
}

const Seconds = ({ least, most, value, label = 'Look every (s)', onChange }: SecondsProps) => (
  <NumberInput
    label={label}
    w={130}
    min={least}
    max={most}
    clampBehavior="blur"
    allowDecimal={false}
    value={value}
    onChange={(typed) => typeof typed === 'number' && onChange(typed)}
  />
)

interface ListProps<Item> {
  readonly onChange: (items: Item[]) => void
}

const newCommand: PollCommand = {
  name: 'lmstat',
  command: 'lmutil',
  arguments: ['lmstat', '-a', '-c', '27000@localhost'],
  everySeconds: 300,
  timeoutSeconds: 60,
}

const Polls = ({ commands, onChange }: ListProps<PollCommand> & { readonly commands: readonly PollCommand[] }) => {
  const replace = (at: number, change: Partial<PollCommand>) =>
    onChange(commands.map((command, index) => (index === at ? { ...command, ...change } : command)))
  return (
    <Stack gap={8}>
      {commands.map((command, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and only change in place
        <fieldset key={at} className={classes.item}>
          <legend className="visually-hidden">Command {at + 1}</legend>
          <Group gap={8} align="flex-end">
            <TextInput
              label="Name"
              w={130}
              maxLength={100}
              required
              value={command.name}
              onChange={(event) => replace(at, { name: event.currentTarget.value })}
            />
            <TextInput
              label="Program"
              w={200}
              maxLength={1000}
              required
              value={command.command}
              onChange={(event) => replace(at, { command: event.currentTarget.value })}
            />
            <Seconds
              label="Run every (s)"
              least={30}
              most={86_400}
              value={command.everySeconds}
              onChange={(everySeconds) => replace(at, { everySeconds })}
            />
          </Group>
          <Textarea
            mt={8}
            label="Arguments, one on each line"
            autosize
            minRows={2}
            maxRows={8}
            value={command.arguments.join('\n')}
            onChange={(event) => replace(at, { arguments: event.currentTarget.value.split('\n').slice(0, 50) })}
          />
          <Button
            size="compact-xs"
            variant="default"
            mt={8}
            onClick={() => onChange(commands.filter((_, index) => index !== at))}
          >
            Take this command out
          </Button>
        </fieldset>
      ))}
      <div>
        <Button size="xs" variant="default" onClick={() => onChange([...commands, newCommand])}>
          Add a command
        </Button>
      </div>
    </Stack>
  )
}

interface LogFile {
  readonly path: string
  readonly server: string
}

const Logs = ({ files, onChange }: ListProps<LogFile> & { readonly files: readonly LogFile[] }) => {
  const replace = (at: number, change: Partial<LogFile>) =>
    onChange(files.map((file, index) => (index === at ? { ...file, ...change } : file)))
  return (
    <Stack gap={8}>
      {files.map((file, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and only change in place
        <Group key={at} gap={8} align="flex-end">
          <TextInput
            label="Path on the machine"
            w={280}
            maxLength={4096}
            required
            value={file.path}
            onChange={(event) => replace(at, { path: event.currentTarget.value })}
          />
          <TextInput
            label="Server’s name"
            placeholder="as the log says"
            w={150}
            maxLength={255}
            value={file.server}
            onChange={(event) => replace(at, { server: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={`Take out ${file.path || 'this log'}`}
            onClick={() => onChange(files.filter((_, index) => index !== at))}
          >
            Take out
          </Button>
        </Group>
      ))}
      <div>
        <Button size="xs" variant="default" onClick={() => onChange([...files, { path: '', server: '' }])}>
          Add a log
        </Button>
      </div>
    </Stack>
  )
}
