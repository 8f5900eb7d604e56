import type { BusinessHoursData } from '../../../../../../core/flow/nodes/business-hours/manifest.ts';
import { DEFAULT_BUSINESS_HOURS } from '../../../../../../core/flow/nodes/shared/time-business-hours.ts';
import { ClosedDays } from '../../../../shared/hours/closed-days.tsx';
import { OpeningTimes } from '../../../../shared/hours/opening-times.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { Group } from './group.tsx';

type Hours = NonNullable<BusinessHoursData['hours']>;

export interface BusinessHoursFieldsProps {
  /** Undefined: the organisation's. */
  value: Hours | undefined;
  onChange: (value: Hours | undefined) => void;
  problemOf: (field: string) => string | null;
}

/** The organisation's opening times, or some of the step's own. */
export function BusinessHoursFields({ value, onChange, problemOf }: BusinessHoursFieldsProps) {
  return (
    <>
      <Segmented
        label="Opening times"
        value={value ? 'own' : 'organisation'}
        onChange={(which) => onChange(which === 'own' ? (value ?? DEFAULT_BUSINESS_HOURS) : undefined)}
        options={[
          { value: 'organisation', label: 'The workspace’s' },
          { value: 'own', label: 'Own times' },
        ]}
        className="flex w-full"
      />
      {value ? (
        <OwnHours value={value} onChange={onChange} problemOf={problemOf} />
      ) : (
        <p className="text-xs text-muted">
          Monday to Friday, 09:00 to 17:00, when the workspace has set none.
        </p>
      )}
    </>
  );
}

interface OwnHoursProps extends Omit<BusinessHoursFieldsProps, 'value'> {
  value: Hours;
}

function OwnHours({ value, onChange, problemOf }: OwnHoursProps) {
  return (
    <>
      <Group title="Open, in the workspace’s time zone" error={problemOf('hours.weekly')}>
        <OpeningTimes
          isDense
          hours={value}
          onChange={onChange}
          problemOf={(place) => problemOf(`hours.weekly.${place}`)}
        />
      </Group>
      <Group title="Days without opening">
        <ClosedDays days={value.closedOn} onChange={(closedOn) => onChange({ ...value, closedOn })} />
      </Group>
    </>
  );
}
