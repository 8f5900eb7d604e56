import { Link } from '@tanstack/react-router';
import { Bot, Check, Clock, CornerUpLeft, Lock, User } from 'lucide-react';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { personName } from '../../shared/lib/phone.ts';
import { listTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { windowState } from './window-state.ts';

export const ROW_HEIGHT_PX = 72;

/** Ring around the avatar: how much of the 24-hour window is left. */
const rings = {
  open: 'ring-primary',
  soon: 'ring-warn',
  closing: 'ring-danger',
  closed: 'ring-border-strong',
} as const;

export function ConversationRow({
  conversation,
  isSelected,
}: {
  conversation: Conversation;
  isSelected: boolean;
}) {
  const now = useNow('halfMinute');
  const name = personName(conversation.contactName, conversation.contactPhone);
  const isUnread = conversation.unreadCount > 0;
  const window = windowState(conversation.windowExpiresAt, now);
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={(before) => before}
      aria-current={isSelected ? 'true' : undefined}
      className={cn(
        'flex h-full items-center gap-3 border-b border-border/70 px-3 transition-colors focus-visible:-outline-offset-2',
        isSelected ? 'bg-primary-soft' : 'hover:bg-surface-2/70',
      )}
    >
      <span title={window.label} className={cn('relative rounded-full p-0.5 ring-2', rings[window.level])}>
        <Avatar name={name} className="size-9" />
        {window.level !== 'open' && <WindowMark level={window.level} label={window.label} />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={cn('min-w-0 flex-1 truncate text-sm', isUnread ? 'font-semibold' : 'font-medium')}>
            {name}
          </span>
          {conversation.lastMessageAt && (
            <time
              dateTime={conversation.lastMessageAt}
              className={cn(
                'shrink-0 text-xs tabular-nums',
                isUnread ? 'font-medium text-primary' : 'text-muted',
              )}
            >
              {listTime(conversation.lastMessageAt, now)}
            </time>
          )}
        </span>
        <span className="mt-0.5 flex items-center gap-1.5 text-[13px] text-muted">
          {conversation.lastMessageDirection === 'outbound' && (
            <CornerUpLeft aria-label="We wrote:" className="size-3.5 shrink-0" />
          )}
          <span className={cn('min-w-0 flex-1 truncate', isUnread && 'text-text')}>
            {conversation.lastMessageText ?? 'No messages yet'}
          </span>
          {conversation.status === 'resolved' && (
            <Check aria-label="Resolved" className="size-3.5 shrink-0" />
          )}
          {conversation.mode === 'bot' ? (
            <Bot aria-label="Bot answers" className="size-3.5 shrink-0" />
          ) : (
            <User aria-label="People answer" className="size-3.5 shrink-0" />
          )}
          {isUnread && (
            <span className="min-w-5 shrink-0 rounded-full bg-primary px-1.5 text-center text-[11px] leading-5 font-semibold text-on-primary tabular-nums">
              {conversation.unreadCount > 99 ? '99+' : conversation.unreadCount}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}

const marks = {
  soon: 'bg-warn-soft text-warn',
  closing: 'bg-danger-soft text-danger',
  closed: 'bg-surface-2 text-muted',
} as const;

/** The same as the ring says, for those who don't tell its colours apart. */
function WindowMark({ level, label }: { level: keyof typeof marks; label: string }) {
  const Icon = level === 'closed' ? Lock : Clock;
  return (
    <span
      className={cn(
        'absolute -right-1 -bottom-1 grid size-4.5 place-items-center rounded-full border-2 border-surface',
        marks[level],
      )}
    >
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">{label}.</span>
    </span>
  );
}
