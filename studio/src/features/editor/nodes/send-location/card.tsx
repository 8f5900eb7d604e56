import type { SendLocationData } from '../../../../../../core/flow/nodes/send-location/manifest.ts';
import { PlaceTile } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendLocationData }) {
  const { name, address, coordinates } = data;
  const title = name || address || coordinates || 'No place yet';
  const detail = [address, coordinates].filter((line) => line && line !== title).join(' · ');
  return <Bubble media={<PlaceTile title={title} detail={detail} />} text="" whenEmpty={null} />;
}
