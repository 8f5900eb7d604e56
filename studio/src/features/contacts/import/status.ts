import type { ContactImport } from '../../../../../core/api/imports.ts';
import { counted } from '../../../shared/lib/counted.ts';
import type { BadgeTone } from '../../../shared/ui/badge.tsx';

export const importStatus: Record<ContactImport['status'], { label: string; tone: BadgeTone }> = {
  draft: { label: 'Not started', tone: 'outline' },
  queued: { label: 'Starting', tone: 'info' },
  running: { label: 'Importing', tone: 'info' },
  paused: { label: 'Paused', tone: 'warn' },
  completed: { label: 'Done', tone: 'primary' },
  cancelled: { label: 'Stopped', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
  undoing: { label: 'Undoing', tone: 'warn' },
  undone: { label: 'Undone', tone: 'neutral' },
};

export function importSummary(item: ContactImport): string {
  if (item.status === 'draft') return `${counted(item.total, 'row')}, waiting for you`;
  if (item.status === 'undone' && item.undone) return `${counted(item.undone.removed, 'contact')} removed`;
  const parts = [
    item.created > 0 && `${item.created.toLocaleString('en')} new`,
    item.updated > 0 && `${item.updated.toLocaleString('en')} updated`,
    item.rejected > 0 && `${item.rejected.toLocaleString('en')} rejected`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : `${counted(item.total, 'row')}`;
}

export const importErrors: Record<string, string> = {
  file_missing: 'The uploaded file is gone. Upload it again.',
};
