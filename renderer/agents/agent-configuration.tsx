import { Button, Group, NumberInput, Select, Switch, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { type ReactNode, useEffect, useState } from 'react'
import type { CollectorSettings, SpoolSettings } from '../../core/contract/agent-configuration.ts'
import { connectionInterval, usualCollectors, usualSpool } from '../../core/contract/agent-defaults.ts'
import type { ScopedConfiguration } from '../../core/contract/agents.ts'
import { api } from '../api.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { messageOf } from '../feedback/message-of.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { intervalWords } from './agent-words.ts'
import classes from './agents.module.css'
import { CollectorFields } from './collector-fields.tsx'
import { type CollectorName, collectorNames, collectorTitles, wordsOfCollector } from './collector-words.ts'
import { usualConfiguration, type WiderConfiguration, widerThan } from './wider-configuration.ts'

interface Scope {
  /** `global`, `group:3` or `agent:UUID`. */
  readonly scope: string
  /** Of whom, as the title says it. */
  readonly name: string
}

const modalId = 'agent-configuration'

/** What agents collect, for all, for a group or for one: what is not set here holds as the wider scope has it. */
export const openConfiguration = ({ scope, name }: Scope): void => {
  modals.open({
    modalId,
    title: `What ${name} collect${scope.startsWith('agent:') ? 's' : ''}`,
    size: 'xl',
    children: <ConfigurationForm scope={scope} name={name} />,
  })
}

const write = ({ scope, interval, collectors, spool }: ScopedConfiguration) =>
  api.call('agents.changeConfiguration', {
    scope,
    ...(interval === undefined ? {} : { interval }),
    ...(collectors && Object.keys(collectors).length > 0 ? { collectors } : {}),
    ...(spool ? { spool } : {}),
  })

const ConfigurationForm = ({ scope, name }: Scope) => {
  const [saved, setSaved] = useState<ScopedConfiguration>()
  /** What holds where nothing is set here. */
  const [wider, setWider] = useState<WiderConfiguration>(usualConfiguration)
  const [collectors, setCollectors] = useState<Partial<CollectorSettings>>({})
  const [spool, setSpool] = useState<SpoolSettings>()
  const [interval, setInterval] = useState<number>()
  const [error, setError] = useState<unknown>()
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isGlobal = scope === 'global'
  useEffect(() => {
    const put = async () => {
      const [found, widerOnes] = await Promise.all([api.call('agents.configuration', { scope }), widerThan(scope)])
      setWider(widerOnes)
      setSaved(found)
      setCollectors(isGlobal ? { ...usualCollectors, ...found.collectors } : (found.collectors ?? {}))
      setInterval(found.interval)
      setSpool(isGlobal ? (found.spool ?? usualSpool) : found.spool)
    }
    put().catch(setError)
  }, [scope, isGlobal])

  const save = async () => {
    if (!saved) return
    setBusy(true)
    setWrong(undefined)
    try {
      await write({ scope, interval, collectors, spool })
      modals.close(modalId)
      notifyUndo(
        `${name[0]?.toUpperCase()}${name.slice(1)}: what is collected was changed. Agents learn of it at their next connection.`,
        () => write(saved),
        'The configuration was not changed back',
      )
    } catch (cause) {
      setWrong(messageOf(cause))
      setBusy(false)
    }
  }
  const set = <Name extends CollectorName>(collector: Name, settings: CollectorSettings[Name] | undefined) =>
    setCollectors(({ [collector]: _before, ...rest }) => (settings ? { ...rest, [collector]: settings } : rest))

  if (error !== undefined) return <ErrorMessage what="The configuration could not be read" error={error} />
  if (!saved) return null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {!isGlobal && (
        <Text size="xs" c="dimmed" mb={8}>
          What is not set here holds as it is set for {scope.startsWith('agent:') ? 'its groups and for ' : ''}all
          agents.
        </Text>
      )}
      {!isGlobal && (
        <Row
          title="Connection interval"
          help="Seconds between two connections, 30 to 600. It is offline after two of them."
          inherited={intervalWords(wider.interval)}
          isSet={interval !== undefined}
          onSet={(isSet) => setInterval(isSet ? wider.interval : undefined)}
        >
          <NumberInput
            aria-label="Connection interval in seconds"
            w={130}
            suffix=" s"
            min={connectionInterval.least}
            max={connectionInterval.most}
            clampBehavior="blur"
            allowDecimal={false}
            value={interval}
            onChange={(value) => typeof value === 'number' && setInterval(value)}
          />
        </Row>
      )}
      {collectorNames.map((collector) => (
        <Row
          key={collector}
          title={collectorTitles[collector].title}
          help={collectorTitles[collector].help}
          inherited={isGlobal ? undefined : wordsOfCollector(collector, wider.collectors[collector])}
          isSet={collectors[collector] !== undefined}
          onSet={(isSet) => set(collector, isSet ? wider.collectors[collector] : undefined)}
        >
          <CollectorFields collector={collector} settings={collectors} onChange={set} />
        </Row>
      ))}
      <Row
        title="Spool"
        help="Where records wait on the agent’s disk until the console has them."
        inherited={isGlobal ? undefined : `${wider.spool.quotaMegabytes} MB`}
        isSet={spool !== undefined}
        onSet={(isSet) => setSpool(isSet ? wider.spool : undefined)}
      >
        {spool && <SpoolFields spool={spool} onChange={setSpool} />}
      </Row>
      {wrong && (
        <Text c="red" mt={8} role="alert">
          {wrong}
        </Text>
      )}
      <Group gap={8} mt={16}>
        <Button type="submit" loading={isBusy}>
          Save configuration
        </Button>
        <Button variant="default" onClick={() => modals.close(modalId)}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}

interface RowProps {
  readonly title: string
  readonly help: string
  /** What holds when it is not set here; left out where everything is set. */
  readonly inherited: string | undefined
  readonly isSet: boolean
  readonly onSet: (isSet: boolean) => void
  readonly children: ReactNode
}

const Row = ({ title, help, inherited, isSet, onSet, children }: RowProps) => (
  <section className={classes.collector} aria-label={title}>
    <div>
      <h3>{title}</h3>
      <Text size="xs" c="dimmed">
        {help}
      </Text>
    </div>
    <div>
      {inherited !== undefined && (
        <Switch
          size="xs"
          mb={isSet ? 8 : 4}
          label="Set here"
          aria-label={`${title}: set here`}
          checked={isSet}
          onChange={(event) => onSet(event.currentTarget.checked)}
        />
      )}
      {isSet ? children : <Text size="xs">{inherited}</Text>}
    </div>
  </section>
)

interface SpoolFieldsProps {
  readonly spool: SpoolSettings
  readonly onChange: (spool: SpoolSettings) => void
}

const SpoolFields = ({ spool, onChange }: SpoolFieldsProps) => (
  <Group gap={12} align="flex-end">
    <NumberInput
      label="At most (MB)"
      w={130}
      min={1}
      max={65_536}
      allowDecimal={false}
      value={spool.quotaMegabytes}
      onChange={(value) => typeof value === 'number' && onChange({ ...spool, quotaMegabytes: value })}
    />
    <Select
      label="When it is full"
      w={300}
      allowDeselect={false}
      data={[
        { value: 'pause', label: 'Pause collecting until there is room' },
        { value: 'dropOldest', label: 'Drop the oldest records, counted' },
      ]}
      value={spool.whenFull}
      onChange={(value) => onChange({ ...spool, whenFull: value === 'dropOldest' ? 'dropOldest' : 'pause' })}
    />
  </Group>
)
