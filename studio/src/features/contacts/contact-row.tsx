import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { toast } from 'sonner';
import type { Contact, Page } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { cn } from '../../shared/lib/cn.ts';
import { personName, phoneText } from '../../shared/lib/phone.ts';
import { fullTime, relativeTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Badge, SampleBadge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { consentText } from '../../shared/ui/consent-text.ts';
import { TagEditor } from '../../shared/ui/tag-editor.tsx';
import type { Selection } from './bulk/use-selection.ts';

/** A line of the table; on narrow screens a block of its own. */
export function ContactRow({ contact, selection }: { contact: Contact; selection: Selection | null }) {
  const now = useNow('halfMinute');
  const mayEdit = useMay('contacts:write');
  const changeTags = useTagsChange(contact);
  const openConversation = useOpenConversation(contact);
  const name = personName(contact.name, contact.phone);
  const consent = consentText(contact.marketingConsent);
  return (
    <tr
      className={cn(
        'border-b border-border last:border-b-0 max-md:block max-md:py-2',
        selection?.ids.has(contact.id) && 'bg-primary-soft/40',
      )}
    >
      <th scope="row" className="px-4 py-3 text-left font-normal max-md:block">
        <div className="flex min-w-0 items-center gap-3">
          {selection && (
            <input
              type="checkbox"
              aria-label={`Select ${name}`}
              className="size-4 shrink-0 accent-primary"
              checked={selection.ids.has(contact.id)}
              onChange={({ target }) => selection.set([contact.id], target.checked)}
            />
          )}
          <Avatar name={name} className="size-9" />
          <div className="min-w-0">
            <p className="flex items-center gap-2">
              <Link
                to="/contacts/$contactId"
                params={{ contactId: contact.id }}
                title={name}
                className="truncate font-medium hover:underline"
              >
                {name}
              </Link>
              {contact.isSample && <SampleBadge />}
            </p>
            <p className="text-[13px] text-muted tabular-nums">{phoneText(contact.phone)}</p>
          </div>
        </div>
      </th>
      <td className="px-4 py-2 max-md:block">
        <TagEditor
          label={`Tags of ${name}`}
          tags={contact.tags}
          disabled={!mayEdit}
          onChange={(tags) => changeTags.mutate(tags)}
        />
      </td>
      <td className="px-4 py-2 max-md:hidden">
        {contact.isSuppressed ? (
          <Badge tone="danger">Never written to</Badge>
        ) : (
          <Badge tone={consent.tone}>{consent.label}</Badge>
        )}
      </td>
      <td className="px-4 py-2 text-right text-[13px] whitespace-nowrap text-muted max-lg:hidden">
        <time dateTime={contact.createdAt} title={fullTime(contact.createdAt)}>
          {relativeTime(contact.createdAt, now)}
        </time>
      </td>
      <td className="px-4 py-2 text-right max-md:block max-md:text-left">
        <Button size="sm" isBusy={openConversation.isPending} onClick={() => openConversation.mutate()}>
          <MessageSquare aria-hidden /> Messages <span className="sr-only">with {name}</span>
        </Button>
      </td>
    </tr>
  );
}

function useTagsChange(contact: Contact) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();

  function show(next: Contact) {
    queryClient.setQueriesData<InfiniteData<Page<Contact>>>(
      { queryKey: keys.contacts(orgId) },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((item) => (item.id === next.id ? next : item)),
          })),
        },
    );
    queryClient.setQueryData(keys.contact(orgId, next.id), next);
  }

  return useMutation({
    mutationFn: (tags: string[]) =>
      api.call('updateContact', { params: { org: orgId, contact: contact.id }, body: { tags } }),
    onMutate: (tags) => show({ ...contact, tags }),
    onSuccess: show,
    onError: (error) => {
      show(contact);
      toast.error('The tags were not changed', { description: errorText(error) });
    },
  });
}

/** A contact's conversation is looked up when asked for: most people in a list are never opened. */
function useOpenConversation(contact: Contact) {
  const { orgId } = useWorkspace();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () =>
      api.call('listConversations', { params: { org: orgId }, query: { contactId: contact.id, limit: 1 } }),
    onSuccess: async ({ items: [conversation] }) => {
      if (conversation) {
        await navigate({ to: '/inbox/$conversationId', params: { conversationId: conversation.id } });
      } else {
        toast.info(`${personName(contact.name, contact.phone)} has no conversation yet`, {
          description: 'It starts with their first message, or with the first message of a flow.',
        });
      }
    },
    onError: (error) => toast.error('The conversation was not found', { description: errorText(error) }),
  });
}
