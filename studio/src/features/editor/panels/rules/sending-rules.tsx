import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { DurationField } from '../../nodes/shared/duration-field.tsx';
import { RulesSection, type RulesProps } from './rules-section.tsx';

const DAY_MS = 86_400_000;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Neither rule holds back an answer to something the person has just written. */
export function SendingRules({ rules, change }: RulesProps) {
  const { quietHours, frequencyCap } = rules;
  return (
    <RulesSection title="When and how often it writes">
      <Switch
        label="Quiet hours"
        hint="Messages they don’t expect wait until morning, by the clock where they live. Answers go out at any time."
        checked={quietHours !== null}
        onChange={(isOn) => change({ quietHours: isOn ? { from: '21:00', to: '08:00' } : null })}
      />
      {quietHours !== null && (
        <div className="grid grid-cols-2 gap-2">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={end === 'from' ? 'Quiet from' : 'Until'}>
              <Input
                type="time"
                required
                value={quietHours[end]}
                onChange={(event) => {
                  // Half a time is an empty value: the old one stands until a whole one is typed.
                  const time = event.target.value;
                  if (TIME.test(time)) change({ quietHours: { ...quietHours, [end]: time } });
                }}
              />
            </Field>
          ))}
        </div>
      )}
      <Switch
        label="Not too often"
        hint="Counts the unasked messages of all your flows to one person; those that are too many wait."
        checked={frequencyCap !== null}
        onChange={(isOn) => change({ frequencyCap: isOn ? { max: 2, periodMs: 7 * DAY_MS } : null })}
      />
      {frequencyCap !== null && (
        <div className="space-y-3">
          <Field label="At most so many messages">
            <Input
              type="number"
              min={1}
              max={100}
              step={1}
              value={frequencyCap.max}
              onChange={(event) => {
                const max = Math.round(event.target.valueAsNumber);
                if (Number.isFinite(max))
                  change({ frequencyCap: { ...frequencyCap, max: Math.max(1, Math.min(100, max)) } });
              }}
            />
          </Field>
          <DurationField
            label="In any"
            valueMs={frequencyCap.periodMs}
            minMs={60_000}
            maxMs={365 * DAY_MS}
            onChange={(periodMs) => change({ frequencyCap: { ...frequencyCap, periodMs } })}
          />
        </div>
      )}
    </RulesSection>
  );
}
