import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';

const MAX_LENGTH = 60;

/** Where a file comes from, for a card: the address without its protocol, or the id. */
export function fileDetail(source: FileSourceData): string {
  const written =
    source.by === 'link' ? source.link.trim().replace(/^https:\/\//i, '') : source.mediaId.trim();
  if (written === '') return 'No file yet';
  return written.length > MAX_LENGTH ? `${written.slice(0, MAX_LENGTH - 1)}…` : written;
}
