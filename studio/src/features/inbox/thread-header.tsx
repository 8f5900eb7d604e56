import { Link } from '@tanstack/react-router';
import { ArrowLeft, Bot, Check, Hand, PanelRight, RotateCcw } from 'lucide-react';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { personName, phoneText } from '../../shared/lib/phone.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Tooltip } from '../../shared/ui/tooltip.tsx';
import { AssignMenu } from './assign-menu.tsx';
import { useConversationChange } from './use-conversation-changes.ts';

export interface ThreadHeaderProps {
  conversation: Conversation;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}

export function ThreadHeader({ conversation, isPanelOpen, onTogglePanel }: ThreadHeaderProps) {
  const name = personName(conversation.contactName, conversation.contactPhone);
  const isBot = conversation.mode === 'bot';
  return (
    <header className="flex min-h-14 items-center gap-2.5 border-b border-border bg-surface px-3 py-2">
      <Button asChild variant="ghost" size="iconSm" className="md:hidden">
        <Link to="/inbox" search={(before) => before} aria-label="Back to the list">
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <Avatar name={name} className="size-9 max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-[15px] font-semibold" title={name}>
          {name}
        </h2>
        <p className="flex items-center gap-1.5 text-xs text-muted">
          {/* Beside the panel, which shows it, there is no room for it. */}
          {!isPanelOpen && (
            <span className="truncate tabular-nums max-sm:hidden">
              {phoneText(conversation.contactPhone)}
            </span>
          )}
          <Badge tone={isBot ? 'info' : 'primary'}>
            {isBot ? <Bot aria-hidden /> : <Hand aria-hidden />}
            {isBot ? 'Bot answers' : 'People answer'}
          </Badge>
          {conversation.status === 'resolved' && <Badge>Resolved</Badge>}
        </p>
      </div>
      <AssignMenu conversation={conversation} />
      <Actions conversation={conversation} />
      <Tooltip label={isPanelOpen ? 'Hide details' : 'Show details'}>
        <Button
          variant="ghost"
          size="iconSm"
          aria-label="Details of the person"
          aria-pressed={isPanelOpen}
          onClick={onTogglePanel}
          className="aria-pressed:bg-surface-2 aria-pressed:text-text"
        >
          <PanelRight aria-hidden />
        </Button>
      </Tooltip>
    </header>
  );
}

function Actions({ conversation }: { conversation: Conversation }) {
  const { userId } = useWorkspace();
  const mayAnswer = useMay('conversations:write');
  const change = useConversationChange(conversation);
  if (!mayAnswer) return null;
  const isMine = conversation.assigneeId === userId;
  const isResolved = conversation.status === 'resolved';
  return (
    <div className="flex items-center gap-1.5">
      {conversation.mode === 'bot' ? (
        <Button
          size="sm"
          variant="primary"
          onClick={() => change.mutate({ mode: 'human', ...(isMine ? {} : { assigneeId: userId }) })}
        >
          <Hand aria-hidden /> Take over
        </Button>
      ) : (
        <Button size="sm" onClick={() => change.mutate({ mode: 'bot' })}>
          <Bot aria-hidden /> <span className="max-lg:sr-only">Hand back to bot</span>
        </Button>
      )}
      {isResolved ? (
        <Button size="sm" onClick={() => change.mutate({ status: 'open' })}>
          <RotateCcw aria-hidden /> <span className="max-lg:sr-only">Reopen</span>
        </Button>
      ) : (
        <Button size="sm" onClick={() => change.mutate({ status: 'resolved' })}>
          <Check aria-hidden /> <span className="max-lg:sr-only">Resolve</span>
        </Button>
      )}
    </div>
  );
}
