import type { FlowRules } from '../../../../../../core/flow/document.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { DurationField } from '../../nodes/shared/duration-field.tsx';
import { RulesSection, type RulesProps } from './rules-section.tsx';

type Reentry = FlowRules['reentry'];

const reentryOptions: { kind: Reentry['kind']; label: string }[] = [
  { kind: 'always', label: 'As often as they like' },
  { kind: 'whenIdle', label: 'Again, once they are through' },
  { kind: 'after', label: 'Again, but not too soon' },
  { kind: 'once', label: 'Once in a lifetime' },
];

const hints: Record<Reentry['kind'], string> = {
  always: 'Even while they are still in this flow.',
  whenIdle: 'Who is still on the way doesn’t start a second time.',
  after: 'Counted from the moment they last entered, whether they are through or not.',
  once: 'Who was here once never enters again.',
};

const DAY_MS = 86_400_000;
const LONGEST_MS = 365 * DAY_MS;

export function EntryRules({ rules, change }: RulesProps) {
  const { reentry, overlap, priority } = rules;
  return (
    <RulesSection title="Who may enter">
      <Field label="The same person may enter" hint={hints[reentry.kind]}>
        <Select
          value={reentry.kind}
          onChange={(event) => {
            const kind = event.target.value as Reentry['kind'];
            change({ reentry: kind === 'after' ? { kind, pauseMs: 30 * DAY_MS } : { kind } });
          }}
        >
          {reentryOptions.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {reentry.kind === 'after' && (
        <DurationField
          label="Pause"
          valueMs={reentry.pauseMs}
          minMs={60_000}
          maxMs={LONGEST_MS}
          onChange={(pauseMs) => change({ reentry: { kind: 'after', pauseMs } })}
        />
      )}
      <Field
        label="If another flow is talking with them"
        hint="For entries that no message of theirs brings about: a tag, an event, a schedule."
      >
        <Select
          value={overlap}
          onChange={(event) => change({ overlap: event.target.value as FlowRules['overlap'] })}
        >
          <option value="wait">Wait until it is done</option>
          <option value="start">Start beside it</option>
        </Select>
      </Field>
      <Field label="Priority" hint="When a message starts two flows, the higher number wins.">
        <Input
          type="number"
          min={-1000}
          max={1000}
          step={1}
          value={priority}
          onChange={(event) => {
            const next = Math.round(event.target.valueAsNumber);
            if (Number.isFinite(next)) change({ priority: Math.max(-1000, Math.min(1000, next)) });
          }}
        />
      </Field>
    </RulesSection>
  );
}
