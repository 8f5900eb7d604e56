import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import type { MediaKind } from '../../../../../../core/messaging/content.ts';
import { MediaTile } from '../../../../shared/ui/message-parts.tsx';
import { KeptPicture } from '../../../files/kept-picture.tsx';
import { fileDetail } from './file-detail.ts';

export interface FileTileProps {
  kind: MediaKind;
  source: FileSourceData;
  /** The name that people will see, of documents. */
  filename?: string;
}

/** The file of a message on a card: the picture itself where it is one that is kept here. */
export function FileTile({ kind, source, filename }: FileTileProps) {
  const tile = <MediaTile kind={kind} title={filename} detail={fileDetail(source)} />;
  const isShown = source.by === 'file' && source.fileId !== '' && (kind === 'image' || kind === 'sticker');
  if (!isShown) return tile;
  return (
    <KeptPicture
      fileId={source.fileId}
      alt={source.name ?? 'Picture'}
      className={
        kind === 'sticker'
          ? 'm-1 size-32 object-contain'
          : 'm-1 h-36 w-[calc(100%-8px)] rounded-md bg-black/6 object-cover dark:bg-white/8'
      }
      otherwise={tile}
    />
  );
}
