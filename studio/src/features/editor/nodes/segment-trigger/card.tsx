import {
  manifest,
  type SegmentTriggerData,
} from '../../../../../../core/flow/nodes/segment-trigger/manifest.ts';
import { useSegments } from '../shared/use-segments.ts';

export function Card({ data }: { data: SegmentTriggerData }) {
  const name = useSegments()?.find(({ id }) => id === data.segmentId)?.name;
  return (
    <p className="px-3.5 pb-1.5 text-[13px] text-muted">
      {manifest.summary(data)}
      {name && <span className="font-medium text-text"> {name}</span>}
    </p>
  );
}
