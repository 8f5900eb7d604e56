import { useQuery } from '@tanstack/react-query';
import type { CampaignDelivery } from '../../../../../core/campaigns/document.ts';
import { organizationQuery } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { DurationField } from '../../editor/nodes/shared/duration-field.tsx';
import { NumberField } from '../../editor/nodes/shared/number-field.tsx';
import { TimeField } from '../../editor/nodes/shared/time-field.tsx';
import { defaults } from './delivery-defaults.ts';
import { Panel } from './panel.tsx';
import { useDraft, useDraftParts } from './use-draft.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** When it goes out, how fast, and what stops it. */
export function DeliveryStep() {
  return (
    <>
      <StartPanel />
      <PacePanel />
      <TestPanel />
      <SafetyPanel />
    </>
  );
}

function StartPanel() {
  const { orgId } = useWorkspace();
  const { shown } = useDraft();
  const { delivery, setDelivery } = useDraftParts();
  const zone = useQuery(organizationQuery(orgId)).data?.timeZone;
  const { startsAt, timing, quietHours } = delivery;
  const problem = shown.find(({ field }) => field === 'delivery.startsAt');
  const isTimed = startsAt !== null || timing === 'localTime';
  return (
    <Panel title="Start" field="delivery.startsAt">
      <div className="space-y-4">
        <Segmented
          label="When"
          className="flex w-full sm:w-96"
          value={isTimed ? 'timed' : 'now'}
          onChange={(next) =>
            setDelivery(
              next === 'now'
                ? { startsAt: null, timing: 'everybodyAtOnce' }
                : { startsAt: defaults.startsAt(new Date()) },
            )
          }
          options={[
            { value: 'now', label: 'As soon as it is started' },
            { value: 'timed', label: 'At a time' },
          ]}
        />
        {isTimed && (
          <>
            <Field
              label="Day and time"
              className="sm:w-72"
              error={problem?.message}
              hint={timing === 'localTime' ? 'On the clock of each person.' : zone && `Time zone: ${zone}`}
            >
              <Input
                type="datetime-local"
                value={startsAt ?? ''}
                onChange={({ target }) =>
                  LOCAL_TIME.test(target.value) && setDelivery({ startsAt: target.value })
                }
              />
            </Field>
            <Switch
              label="In everybody’s own time"
              hint={`Each gets it when it is that time where they are; ${zone ?? 'the workspace’s zone'} where nobody knows.`}
              checked={timing === 'localTime'}
              onChange={(isOn) => setDelivery({ timing: isOn ? 'localTime' : 'everybodyAtOnce' })}
            />
          </>
        )}
        <div className="border-t border-border pt-4">
          <Switch
            label="Quiet hours"
            hint="Where it is night, it waits for the morning."
            checked={quietHours !== null}
            onChange={(isOn) => setDelivery({ quietHours: isOn ? defaults.quietHours : null })}
          />
          {quietHours !== null && (
            <QuietHours hours={quietHours} onChange={(next) => setDelivery({ quietHours: next })} />
          )}
        </div>
      </div>
    </Panel>
  );
}

type Hours = NonNullable<CampaignDelivery['quietHours']>;

function QuietHours({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  return (
    <div className="mt-3 grid max-w-72 grid-cols-2 gap-3">
      <TimeField label="From" value={hours.from} onChange={(from) => from && onChange({ ...hours, from })} />
      <TimeField label="To" value={hours.to} onChange={(to) => to && onChange({ ...hours, to })} />
    </div>
  );
}

function PacePanel() {
  const { delivery, setDelivery } = useDraftParts();
  const { ratePerSecond, frequencyCap } = delivery;
  return (
    <Panel title="Speed and rest" field="delivery.ratePerSecond">
      <div className="space-y-4">
        <Switch
          label="Go slower"
          hint={
            ratePerSecond === null
              ? 'Now: as fast as the number may send, with room left for replies.'
              : 'Useful when your team answers what comes back.'
          }
          checked={ratePerSecond !== null}
          onChange={(isOn) => setDelivery({ ratePerSecond: isOn ? defaults.ratePerSecond : null })}
        />
        {ratePerSecond !== null && (
          <div className="w-48">
            <NumberField
              label="Messages a second, at most"
              value={ratePerSecond}
              min={1}
              max={1_000}
              onChange={(next) => setDelivery({ ratePerSecond: next })}
            />
          </div>
        )}
        <div className="space-y-3 border-t border-border pt-4" data-field="delivery.frequencyCap">
          <Switch
            label="Leave out who got a lot lately"
            hint="From campaigns, flows and people alike; answers to them don’t count."
            checked={frequencyCap !== null}
            onChange={(isOn) => setDelivery({ frequencyCap: isOn ? defaults.frequencyCap : null })}
          />
          {frequencyCap !== null && (
            <div className="grid gap-3 sm:grid-cols-2">
              <NumberField
                label="From so many messages on"
                value={frequencyCap.max}
                min={1}
                max={100}
                onChange={(max) => setDelivery({ frequencyCap: { ...frequencyCap, max } })}
              />
              <DurationField
                label="In the last"
                valueMs={frequencyCap.periodMs}
                minMs={HOUR_MS}
                maxMs={90 * DAY_MS}
                onChange={(periodMs) => setDelivery({ frequencyCap: { ...frequencyCap, periodMs } })}
              />
            </div>
          )}
        </div>
      </div>
    </Panel>
  );
}

function TestPanel() {
  const { shown } = useDraft();
  const { delivery, variants, setDelivery } = useDraftParts();
  const { test } = delivery;
  const problem = shown.find(({ field }) => field === 'delivery.test.winner');
  const change = (part: Partial<NonNullable<typeof test>>) =>
    test && setDelivery({ test: { ...test, ...part } });
  return (
    <Panel title="A part first" field="delivery.test">
      <div className="space-y-4">
        <Switch
          label="Send to a small part first"
          hint="The others follow after a while, unless too many of the first ones failed."
          checked={test !== null}
          onChange={(isOn) => setDelivery({ test: isOn ? defaults.test(variants.length) : null })}
        />
        {test !== null && (
          <>
            <div className="grid gap-3 sm:grid-cols-2">
              <NumberField
                label="Percent of the people"
                value={test.percent}
                min={1}
                max={50}
                onChange={(percent) => change({ percent })}
              />
              <DurationField
                label="Then wait"
                valueMs={test.waitMs}
                minMs={60_000}
                maxMs={7 * DAY_MS}
                onChange={(waitMs) => change({ waitMs })}
              />
            </div>
            <Field
              label="The others get"
              error={problem?.message}
              hint={variants.length === 1 ? 'With one message there is nothing to choose.' : undefined}
            >
              <Select
                value={test.winner}
                onChange={({ target }) =>
                  change({ winner: target.value as NonNullable<typeof test>['winner'] })
                }
              >
                <option value="none">each variant, by its share</option>
                <option value="reads">the variant that most have read</option>
                <option value="replies">the variant that most have answered</option>
              </Select>
            </Field>
          </>
        )}
      </div>
    </Panel>
  );
}

function SafetyPanel() {
  const { delivery, setDelivery } = useDraftParts();
  const { stopRule, retriesWhenCapped } = delivery;
  return (
    <Panel title="When something goes wrong" field="delivery.stopRule">
      <div className="space-y-4">
        <Switch
          label="Pause when too many fail"
          hint="You can look at the reasons, and resume or cancel it."
          checked={stopRule !== null}
          onChange={(isOn) => setDelivery({ stopRule: isOn ? defaults.stopRule : null })}
        />
        {stopRule !== null && (
          <div className="grid gap-3 sm:grid-cols-2">
            <NumberField
              label="Failed, in percent"
              value={stopRule.failedPercent}
              min={1}
              max={100}
              onChange={(failedPercent) => setDelivery({ stopRule: { ...stopRule, failedPercent } })}
            />
            <NumberField
              label="After so many messages"
              value={stopRule.minSent}
              min={10}
              max={10_000}
              onChange={(minSent) => setDelivery({ stopRule: { ...stopRule, minSent } })}
            />
          </div>
        )}
        <div className="border-t border-border pt-4" data-field="delivery.retriesWhenCapped">
          <Field
            label="Whom WhatsApp holds back"
            hint="Meta limits how much marketing a person gets from all businesses together. A day later there may be room."
          >
            <Select
              className="sm:w-72"
              value={retriesWhenCapped}
              onChange={({ target }) => setDelivery({ retriesWhenCapped: Number(target.value) })}
            >
              <option value={0}>Don’t try again</option>
              <option value={1}>Try once more, a day later</option>
              <option value={2}>Try twice more, a day apart</option>
              <option value={3}>Try three times more, a day apart</option>
            </Select>
          </Field>
        </div>
      </div>
    </Panel>
  );
}
