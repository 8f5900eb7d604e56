import type { SendContactData } from '../../../../../../core/flow/nodes/send-contact/manifest.ts';
import { PersonTile } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendContactData }) {
  const lines = [data.organisation ?? '', ...data.phones.map((phone) => phone.number), ...data.emails];
  return (
    <Bubble
      media={<PersonTile name={data.name || 'No name yet'} lines={lines.filter((line) => line !== '')} />}
      text=""
      whenEmpty={null}
    />
  );
}
