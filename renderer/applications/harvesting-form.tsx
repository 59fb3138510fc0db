import { Checkbox, NumberInput, Radio, Switch, Text, TextInput } from '@mantine/core'
import type { HarvestingRules } from '../../core/contract/agent-configuration.ts'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { DraftProblems, HarvestingDraft } from './application-draft.ts'
import classes from './applications.module.css'
import { asksFirst, dayNames, methodWords } from './harvesting-words.ts'
import { IdleNote } from './idle-note.tsx'

const methods = ['dryRun', 'notify', 'graceful', 'suspend', 'force'] as const satisfies HarvestingRules['method'][]

interface HarvestingFormProps {
  /** The chosen ones. */
  readonly groups: readonly AgentGroup[]
  readonly draft: HarvestingDraft
  readonly problems: DraftProblems
  readonly onChange: (part: Partial<HarvestingDraft>) => void
}

/** When a licence that nobody uses is taken back, whether its user is asked, and how. */
export const HarvestingForm = ({ groups, draft, problems, onChange }: HarvestingFormProps) => (
  <>
    <Switch
      label="Take licences back that nobody uses"
      checked={draft.isOn}
      onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
    />
    {draft.isOn && (
      <div className={classes.harvesting}>
        <Triggers groups={groups} draft={draft} problems={problems} onChange={onChange} />
        <fieldset className={classes.fieldset}>
          <legend>What is done</legend>
          <Radio.Group
            aria-label="What is done"
            value={draft.method}
            onChange={(method) => onChange({ method: method as HarvestingRules['method'] })}
          >
            <div className={classes.methods}>
              {methods.map((method) => (
                <div key={method}>
                  <Radio value={method} label={methodWords[method].label} description={methodWords[method].what} />
                  {method === 'graceful' && draft.method === method && (
                    <ForceAfter draft={draft} problems={problems} onChange={onChange} />
                  )}
                </div>
              ))}
            </div>
          </Radio.Group>
          {asksFirst(draft.method) && (
            <div className={classes.trigger}>
              <Checkbox
                label="Ask the user first, and wait for an answer for"
                checked={draft.asks}
                onChange={(event) => onChange({ asks: event.currentTarget.checked })}
              />
              <Amount
                label="Seconds to wait for an answer"
                unit="s"
                value={draft.timeoutSeconds}
                most={3600}
                disabled={!draft.asks}
                error={problems.timeoutSeconds}
                onChange={(timeoutSeconds) => onChange({ timeoutSeconds })}
              />
            </div>
          )}
        </fieldset>
      </div>
    )}
  </>
)

const ForceAfter = ({ draft, problems, onChange }: Omit<HarvestingFormProps, 'groups'>) => (
  <div className={`${classes.trigger} ${classes.under}`}>
    <Checkbox
      label="End it when it is still there after"
      checked={draft.forces}
      onChange={(event) => onChange({ forces: event.currentTarget.checked })}
    />
    <Amount
      label="Seconds until it is ended"
      unit="s"
      value={draft.forceAfterSeconds}
      most={3600}
      disabled={!draft.forces}
      error={problems.forceAfterSeconds}
      onChange={(forceAfterSeconds) => onChange({ forceAfterSeconds })}
    />
  </div>
)

const Triggers = ({ groups, draft, problems, onChange }: HarvestingFormProps) => (
  <fieldset className={classes.fieldset}>
    <legend>When: any of these is enough</legend>
    <div className={classes.trigger}>
      <Checkbox
        label="Nobody has used it for"
        checked={draft.byIdle}
        onChange={(event) => onChange({ byIdle: event.currentTarget.checked })}
        aria-invalid={problems.triggers ? true : undefined}
      />
      <Amount
        label="Minutes without use"
        unit="min"
        value={draft.idleMinutes}
        most={10_080}
        disabled={!draft.byIdle}
        error={problems.idleMinutes}
        onChange={(idleMinutes) => onChange({ idleMinutes })}
      />
    </div>
    <Text size="xs" c="dimmed" className={classes.under}>
      No key and no mouse; where the desktop does not tell, no processor time and no reading or writing.
    </Text>
    {draft.byIdle && <IdleNote groups={groups} />}
    <div className={classes.trigger}>
      <Checkbox
        label="Its processor use is below"
        checked={draft.byCpu}
        onChange={(event) => onChange({ byCpu: event.currentTarget.checked })}
      />
      <Amount
        label="Percent of one processor core"
        unit="%"
        value={draft.cpuPercent}
        most={100}
        decimals={1}
        disabled={!draft.byCpu}
        error={problems.cpuPercent}
        onChange={(cpuPercent) => onChange({ cpuPercent })}
      />
      <span>for</span>
      <Amount
        label="Minutes of low processor use"
        unit="min"
        value={draft.cpuMinutes}
        most={1440}
        disabled={!draft.byCpu}
        error={problems.cpuMinutes}
        onChange={(cpuMinutes) => onChange({ cpuMinutes })}
      />
    </div>
    <div className={classes.trigger}>
      <Checkbox
        label="It runs outside working hours:"
        checked={draft.byHours}
        onChange={(event) => onChange({ byHours: event.currentTarget.checked })}
      />
      <TextInput
        w={72}
        aria-label="Working hours begin"
        placeholder="08:00"
        disabled={!draft.byHours}
        value={draft.from}
        error={problems.hours !== undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value.trim() })}
      />
      <span>to</span>
      <TextInput
        w={72}
        aria-label="Working hours end"
        placeholder="18:00"
        disabled={!draft.byHours}
        value={draft.to}
        error={problems.hours !== undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value.trim() })}
      />
    </div>
    {draft.byHours && (
      <Checkbox.Group
        aria-label="Working days"
        className={classes.under}
        value={draft.days.map(String)}
        onChange={(days) => onChange({ days: days.map(Number).sort((a, b) => a - b) })}
        error={problems.days}
      >
        <div className={classes.days}>
          {dayNames.map((day, at) => (
            <Checkbox key={day} size="xs" value={String(at + 1)} label={day.slice(0, 3)} aria-label={day} />
          ))}
        </div>
      </Checkbox.Group>
    )}
    {(problems.triggers ?? problems.hours) && (
      <Text c="red" size="xs" role="alert" className={classes.under}>
        {problems.triggers ?? problems.hours}
      </Text>
    )}
  </fieldset>
)

interface AmountProps {
  readonly label: string
  readonly unit: string
  readonly value: number | string
  readonly most: number
  readonly decimals?: number
  readonly disabled: boolean
  readonly error: string | undefined
  readonly onChange: (value: number | string) => void
}

const Amount = ({ label, unit, value, most, decimals = 0, disabled, error, onChange }: AmountProps) => (
  <NumberInput
    w={104}
    aria-label={label}
    suffix={` ${unit}`}
    min={0}
    max={most}
    allowDecimal={decimals > 0}
    decimalScale={decimals}
    allowNegative={false}
    hideControls
    value={value}
    disabled={disabled}
    error={disabled ? undefined : error}
    onChange={onChange}
  />
)
