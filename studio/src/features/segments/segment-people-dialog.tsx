import { useInfiniteQuery } from '@tanstack/react-query';
import type { Segment } from '../../../../core/api/segments.ts';
import { personName, phoneText } from '../../shared/lib/phone.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ShowMore } from '../../shared/ui/show-more.tsx';
import { Waiting } from '../../shared/ui/spinner.tsx';
import { ErrorState } from '../../shared/ui/states.tsx';
import { segmentContactsQuery } from './queries.ts';

/** Who belongs to a segment now, newest first. */
export function SegmentPeopleDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const query = useInfiniteQuery(segmentContactsQuery(orgId, segment.id));
  const contacts = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Contacts of “${segment.name}”`}
      className="max-w-md"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {query.isPending && <Waiting />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && contacts.length === 0 && (
        <p className="text-sm text-muted">Nobody belongs to it at the moment.</p>
      )}
      <ul aria-label="Contacts" className="space-y-2">
        {contacts.map((contact) => {
          const name = personName(contact.name, contact.phone);
          return (
            <li key={contact.id} className="flex items-center gap-3">
              <Avatar name={name} className="size-8" />
              <span className="min-w-0 flex-1 truncate text-sm font-medium">{name}</span>
              <span className="text-[13px] text-muted tabular-nums">{phoneText(contact.phone)}</span>
            </li>
          );
        })}
      </ul>
      <ShowMore query={query} className="mt-4 text-center" />
    </Dialog>
  );
}
