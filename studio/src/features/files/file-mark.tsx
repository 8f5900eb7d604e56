import type { MediaKind } from '../../../../core/messaging/content.ts';
import { mediaLooks } from '../../shared/ui/message-parts.tsx';
import { KeptPicture } from './kept-picture.tsx';

/** A small square that stands for a file: the picture itself where it is one. */
export function FileMark({ fileId, kind }: { fileId: string; kind: MediaKind }) {
  const { icon: Icon } = mediaLooks[kind];
  const icon = <Icon aria-hidden className="size-5 text-muted" />;
  return (
    <span className="grid size-11 shrink-0 place-items-center overflow-hidden rounded-md border border-border bg-surface-2">
      {kind === 'image' || kind === 'sticker' ? (
        <KeptPicture fileId={fileId} alt="" className="size-full object-cover" otherwise={icon} />
      ) : (
        icon
      )}
    </span>
  );
}
