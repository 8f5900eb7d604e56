import type { SendMediaData } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { takesCaption } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { Bubble } from '../shared/bubble.tsx';
import { FileTile } from '../shared/file-tile.tsx';

export function Card({ data }: { data: SendMediaData }) {
  const name = data.kind === 'document' ? data.filename : undefined;
  return (
    <Bubble
      media={<FileTile kind={data.kind} source={data.source} filename={name} />}
      text={takesCaption(data.kind) ? (data.caption ?? '') : ''}
      whenEmpty={null}
    />
  );
}
