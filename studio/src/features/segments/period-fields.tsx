import { MAX_DAYS, type Period } from '../../../../core/segments/tests.ts';
import { Choice, DatesInput, NumberInput } from './controls.tsx';
import { DEFAULT_DAYS } from './draft.ts';

const kinds = { ever: 'at any time', days: 'in the last … days', dates: 'between two days' };
const kindsOfSent: typeof kinds = {
  ever: 'sent at any time',
  days: 'sent in the last … days',
  dates: 'sent between two days',
};

/** All three fields, so that a change of kind clears the others. What is still missing is there, but no day and no number. */
const periods: Record<keyof typeof kinds, Period> = {
  ever: { days: undefined, from: undefined, to: undefined },
  days: { days: DEFAULT_DAYS, from: undefined, to: undefined },
  dates: { days: undefined, from: '', to: '' },
};

export interface PeriodFieldsProps {
  period: Period;
  /** It is about when messages went out. */
  isSent: boolean;
  onChange: (period: Period) => void;
}

/** When it was: at any time, in the last days, or between two days. */
export function PeriodFields({ period, isSent, onChange }: PeriodFieldsProps) {
  const { days, from, to } = period;
  const kind = days !== undefined ? 'days' : from !== undefined ? 'dates' : 'ever';
  return (
    <>
      <Choice
        label="When"
        className="w-44"
        value={kind}
        options={isSent ? kindsOfSent : kinds}
        onChange={(next) => onChange(periods[next])}
      />
      {kind === 'days' && (
        <NumberInput
          label="Days"
          className="w-20"
          min={0}
          max={MAX_DAYS}
          value={Number.isNaN(days) ? undefined : days}
          onChange={(changed) => onChange({ days: changed ?? NaN })}
        />
      )}
      {kind === 'dates' && <DatesInput from={from} to={to} onChange={onChange} />}
    </>
  );
}
