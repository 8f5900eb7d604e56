import type { SendMediaData } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { takesCaption } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { MediaTile } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';
import { fileDetail } from '../shared/file-detail.ts';

export function Card({ data }: { data: SendMediaData }) {
  const name = data.kind === 'document' ? data.filename : undefined;
  return (
    <Bubble
      media={<MediaTile kind={data.kind} title={name} detail={fileDetail(data.source)} />}
      text={takesCaption(data.kind) ? (data.caption ?? '') : ''}
      whenEmpty={null}
    />
  );
}
