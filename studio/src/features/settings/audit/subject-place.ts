/** Where the studio shows what an entry speaks of. */
import type { LinkProps } from '@tanstack/react-router';
import type { AuditEntry } from '../../../../../core/api/audit.ts';

export interface Place {
  label: string;
  link: Pick<LinkProps, 'to' | 'params'>;
}

/** Subject: the section of the settings that it is changed in. */
const sections: Record<string, string> = {
  organization: 'organization',
  member: 'members',
  apiKey: 'api-keys',
  retentionRule: 'data',
  deadLetter: 'failed-deliveries',
};

/** Null when it is nowhere, or gone. */
export function placeOf({ subject, subjectId, action }: AuditEntry): Place | null {
  if (action === 'deleted') return null;
  if (subject === 'flow' || subject === 'flowVersion') {
    return { label: 'Open the flow', link: { to: '/flows/$flowId', params: { flowId: subjectId } } };
  }
  if (subject === 'segment') return { label: 'Open segments', link: { to: '/contacts/segments' } };
  const section = sections[subject];
  if (section === undefined) return null;
  return { label: 'Open settings', link: { to: '/settings/$section', params: { section } } };
}
