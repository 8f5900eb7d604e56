import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquare, Workflow } from 'lucide-react';
import type { Conversation, FlowRun } from '../../../../../core/api/schemas.ts';
import { numbersQuery, runsQuery } from '../../../shared/api/queries.ts';
import { runWaitText } from '../../../shared/lib/run-wait.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { runStatusText } from '../../../shared/ui/run-status.ts';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { Card } from './card.tsx';
import { conversationsOfQuery } from './queries.ts';

/** Threads with this person, and the flows they are in. */
export function ActivityCard({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const conversations = useQuery(conversationsOfQuery(orgId, contactId));
  const runs = useQuery(runsQuery(orgId, { contactId }));
  const active = runs.data?.items.filter((run) => run.endedAt === null) ?? [];
  const threads = conversations.data?.items ?? [];
  return (
    <Card title="Conversations and flows">
      {(conversations.isPending || runs.isPending) && <Skeleton className="h-12" />}
      {conversations.data && runs.data && threads.length + active.length === 0 && (
        <p className="text-[13px] text-muted">
          No conversation yet. It starts with their first message, or with the first message of a flow.
        </p>
      )}
      <ul className="space-y-1">
        {threads.map((conversation) => (
          <Thread key={conversation.id} conversation={conversation} />
        ))}
        {active.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
    </Card>
  );
}

const row = 'flex items-center gap-2.5 rounded-lg px-2 py-1.5 -mx-2 text-[13px] hover:bg-surface-2';

function Thread({ conversation }: { conversation: Conversation }) {
  const { orgId } = useWorkspace();
  const now = useNow('halfMinute');
  const number = useQuery(numbersQuery(orgId)).data?.items.find(
    ({ id }) => id === conversation.phoneNumberId,
  );
  return (
    <li>
      <Link to="/inbox/$conversationId" params={{ conversationId: conversation.id }} className={row}>
        <MessageSquare aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{conversation.lastMessageText ?? 'Conversation'}</span>
          <span className="block truncate text-xs text-muted">
            {[
              number?.verifiedName ?? number?.displayPhoneNumber,
              conversation.lastMessageAt && relativeTime(conversation.lastMessageAt, now),
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </span>
        {conversation.unreadCount > 0 && <Badge tone="primary">{conversation.unreadCount} new</Badge>}
      </Link>
    </li>
  );
}

function Run({ run }: { run: FlowRun }) {
  const now = useNow('halfMinute');
  const status = runStatusText(run.status);
  return (
    <li>
      <Link to="/flows/$flowId" params={{ flowId: run.flowId }} search={{ run: run.id }} className={row}>
        <Workflow aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{run.flowName}</span>
          <span className="block truncate text-xs text-muted">{runWaitText(run, now)}</span>
        </span>
        <Badge tone={status.tone}>{status.label}</Badge>
      </Link>
    </li>
  );
}
