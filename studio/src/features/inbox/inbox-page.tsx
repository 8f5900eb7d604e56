import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { conversationQuery } from '../../shared/api/queries.ts';
import { cn } from '../../shared/lib/cn.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState, ErrorState } from '../../shared/ui/states.tsx';
import { Waiting } from '../../shared/ui/spinner.tsx';
import { ContactPanel } from './contact-panel.tsx';
import { ConversationList } from './conversation-list.tsx';
import { Thread } from './thread.tsx';

/** List, thread and person side by side; on narrow screens one at a time. */
export function InboxPage() {
  const { conversationId } = useParams({ strict: false });
  const [isPanelOpen, setPanelOpen] = useState(() => matchMedia('(min-width: 1280px)').matches);
  return (
    <div className="relative flex h-full overflow-hidden">
      <div
        className={cn(
          'w-full shrink-0 border-r border-border bg-surface md:w-80 xl:w-[340px]',
          conversationId && 'hidden md:block',
        )}
      >
        <ConversationList selectedId={conversationId ?? null} />
      </div>
      <section
        aria-label="Conversation"
        className={cn('min-w-0 flex-1', !conversationId && 'hidden md:block')}
      >
        {conversationId ? (
          <OpenConversation
            key={conversationId}
            conversationId={conversationId}
            isPanelOpen={isPanelOpen}
            onTogglePanel={() => setPanelOpen((isOpen) => !isOpen)}
          />
        ) : (
          <EmptyState icon={MessagesSquare} title="Pick a conversation">
            Messages of your WhatsApp number appear on the left as they arrive.
          </EmptyState>
        )}
      </section>
    </div>
  );
}

interface OpenConversationProps {
  conversationId: string;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}

function OpenConversation({ conversationId, isPanelOpen, onTogglePanel }: OpenConversationProps) {
  const { orgId } = useWorkspace();
  const conversation = useQuery(conversationQuery(orgId, conversationId));
  if (conversation.isPending) return <Waiting label="Opening the conversation" />;
  if (conversation.isError) {
    return (
      <ErrorState
        error={conversation.error}
        onRetry={() => void conversation.refetch()}
        wayBack={
          <Button asChild variant="primary">
            <Link to="/inbox">All conversations</Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="flex h-full">
      <Thread conversation={conversation.data} isPanelOpen={isPanelOpen} onTogglePanel={onTogglePanel} />
      {isPanelOpen && <ContactPanel conversation={conversation.data} onClose={onTogglePanel} />}
    </div>
  );
}
