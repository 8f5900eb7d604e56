import {
  manifest,
  type ScheduleTriggerData,
} from '../../../../../../core/flow/nodes/schedule-trigger/manifest.ts';
import { useSegments } from '../shared/use-segments.ts';

export function Card({ data }: { data: ScheduleTriggerData }) {
  const { audience } = data;
  const segments = useSegments();
  const name =
    audience.kind === 'segment' ? segments?.find(({ id }) => id === audience.segmentId)?.name : undefined;
  return (
    <p className="px-3.5 pb-1.5 text-[13px] text-muted">
      {manifest.summary(data)}
      {name && <span className="font-medium text-text"> {name}</span>}
    </p>
  );
}
