import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';

const MAX_LENGTH = 60;

/** Where a file comes from, for a card: its name, the address without its protocol, or the id. */
export function fileDetail(source: FileSourceData): string {
  const written = writtenIn(source);
  if (written === '') return 'No file yet';
  return written.length > MAX_LENGTH ? `${written.slice(0, MAX_LENGTH - 1)}…` : written;
}

function writtenIn(source: FileSourceData): string {
  switch (source.by) {
    case 'file':
      return source.fileId === '' ? '' : (source.name ?? 'An uploaded file');
    case 'link':
      return source.link.trim().replace(/^https:\/\//i, '');
    case 'mediaId':
      return source.mediaId.trim();
  }
}
