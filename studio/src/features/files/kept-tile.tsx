import type { ReactNode } from 'react';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { KeptPicture } from './kept-picture.tsx';

export interface KeptTileProps {
  fileId: string;
  kind: MediaKind;
  name: string | null;
  /** Shown for what is no picture, or can't be loaded. */
  otherwise: ReactNode;
}

/** A file that is kept here, as it stands in a message: the picture itself where it is one. */
export function KeptTile({ fileId, kind, name, otherwise }: KeptTileProps) {
  if (kind !== 'image' && kind !== 'sticker') return otherwise;
  const look =
    kind === 'sticker'
      ? 'm-1 size-32 object-contain'
      : 'm-1 h-36 w-60 max-w-[calc(100%-8px)] rounded-md bg-black/6 object-cover dark:bg-white/8';
  return <KeptPicture fileId={fileId} alt={name ?? 'Picture'} className={look} otherwise={otherwise} />;
}
