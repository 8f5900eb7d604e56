import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import type { MediaKind } from '../../../../../../core/messaging/content.ts';
import { MediaTile } from '../../../../shared/ui/message-parts.tsx';
import { KeptTile } from '../../../files/kept-tile.tsx';
import { fileDetail } from './file-detail.ts';

export interface FileTileProps {
  kind: MediaKind;
  source: FileSourceData;
  /** The name that people will see, of documents. */
  filename?: string;
}

/** The file of a message on a card. */
export function FileTile({ kind, source, filename }: FileTileProps) {
  const tile = <MediaTile kind={kind} title={filename} detail={fileDetail(source)} />;
  if (source.by !== 'file' || source.fileId === '') return tile;
  return <KeptTile fileId={source.fileId} kind={kind} name={source.name ?? null} otherwise={tile} />;
}
