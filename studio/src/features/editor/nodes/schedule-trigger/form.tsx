import { useQuery } from '@tanstack/react-query';
import type {
  Schedule,
  ScheduleAudience,
  ScheduleTriggerData,
} from '../../../../../../core/flow/nodes/schedule-trigger/manifest.ts';
import { organizationQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { SegmentField } from '../shared/segment-field.tsx';
import { TextField } from '../shared/text-field.tsx';
import { NextTimes } from './next-times.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<ScheduleTriggerData>) {
  const { orgId } = useWorkspace();
  const organizationZone = useQuery(organizationQuery(orgId)).data?.timeZone ?? null;
  const zone = data.timeZone || organizationZone;
  return (
    <>
      <ScheduleFields
        schedule={data.schedule}
        problemOf={problemOf}
        onChange={(schedule: Schedule) => onChange({ ...data, schedule })}
      />
      <TimeZoneField
        value={data.timeZone}
        organizationZone={organizationZone}
        error={problemOf('timeZone')}
        onChange={(timeZone) => onChange({ ...data, timeZone })}
      />
      {zone !== null && <NextTimes schedule={data.schedule} timeZone={zone} />}
      <AudienceFields
        audience={data.audience}
        problemOf={problemOf}
        onChange={(audience) => onChange({ ...data, audience })}
      />
    </>
  );
}

interface AudienceFieldsProps {
  audience: ScheduleAudience;
  onChange: (audience: ScheduleAudience) => void;
  problemOf: (field: string) => string | null;
}

function AudienceFields({ audience, onChange, problemOf }: AudienceFieldsProps) {
  return (
    <Group title="For everybody who then" error={problemOf('audience')}>
      <Segmented
        label="For whom"
        value={audience.kind}
        onChange={(kind) => onChange(kind === 'tag' ? { kind, tag: '' } : { kind, segmentId: '' })}
        options={[
          { value: 'tag', label: 'Has a tag' },
          { value: 'segment', label: 'Is in a segment' },
        ]}
        className="flex w-full"
      />
      {audience.kind === 'tag' ? (
        <TextField
          label="Tag"
          value={audience.tag}
          maxLength={64}
          placeholder="newsletter"
          error={problemOf('audience.tag')}
          onChange={(tag) => onChange({ kind: 'tag', tag })}
        />
      ) : (
        <SegmentField
          value={audience.segmentId}
          error={problemOf('audience.segmentId')}
          onChange={(segmentId) => onChange({ kind: 'segment', segmentId })}
        />
      )}
    </Group>
  );
}
