import type { SendTextData } from '../../../../../../core/flow/nodes/send-text/manifest.ts';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendTextData }) {
  return <Bubble text={data.text} />;
}
