import { Bot, Hand, Megaphone, Plug } from 'lucide-react';
import { memo } from 'react';
import type { Message } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { clockTime, fullTime } from '../../shared/lib/time.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { MessageContent } from './message-content.tsx';
import { StatusTicks } from './status-ticks.tsx';

export interface MessageBubbleProps {
  message: Message;
  /** The first of several by the same side: gets the tail and the gap above. */
  startsGroup: boolean;
  /** The message this one answers, when it is loaded. */
  quoted: Message | null;
}

export const MessageBubble = memo(function MessageBubble({
  message,
  startsGroup,
  quoted,
}: MessageBubbleProps) {
  const isOurs = message.direction === 'outbound';
  const failed = message.status === 'failed' ? message.error : null;
  return (
    <article
      aria-label={`${isOurs ? 'We wrote' : 'They wrote'} at ${clockTime(message.createdAt)}`}
      className={cn(
        'message-row flex flex-col',
        isOurs ? 'items-end' : 'items-start',
        startsGroup ? 'mt-2.5' : 'mt-0.5',
      )}
    >
      <div
        className={cn(
          'max-w-[min(84%,34rem)] min-w-24 overflow-hidden rounded-lg text-[14.2px] leading-[19px] text-bubble-text shadow-card',
          isOurs ? 'bg-bubble-out' : 'bg-bubble-in',
          startsGroup && (isOurs ? 'rounded-tr-none' : 'rounded-tl-none'),
          failed && 'ring-1 ring-danger',
        )}
      >
        {isOurs && startsGroup && <SourceLine message={message} />}
        {quoted && (
          <div className="mx-1 mt-1 rounded-md border-l-4 border-primary bg-black/5 px-2 py-1.5 text-[13px] text-bubble-muted dark:bg-white/5">
            <p className="font-medium text-primary">{quoted.direction === 'outbound' ? 'You' : 'Them'}</p>
            <p className="line-clamp-2">{quoted.text ?? `[${quoted.type}]`}</p>
          </div>
        )}
        <MessageContent
          message={message}
          footer={
            <span className="relative top-1 float-right mt-1 ml-3 flex items-center gap-1 text-[11px] leading-[15px] text-bubble-muted">
              <time dateTime={message.createdAt} title={fullTime(message.createdAt)} className="tabular-nums">
                {clockTime(message.createdAt)}
              </time>
              {isOurs && <StatusTicks message={message} />}
            </span>
          }
        />
      </div>
      {failed && (
        <p className="mt-1 max-w-[34rem] text-right text-xs text-danger">
          Not delivered: {failed.title} <span className="font-mono">({failed.code})</span>
        </p>
      )}
      {message.status === 'unknown' && (
        <p className="mt-1 max-w-[34rem] text-right text-xs text-warn">
          WhatsApp did not confirm this message. It may have arrived; it is not sent again by itself.
        </p>
      )}
    </article>
  );
});

const sources: Partial<Record<Message['source']['kind'], { icon: typeof Bot; label: string }>> = {
  agent: { icon: Hand, label: 'Agent' },
  flow: { icon: Bot, label: 'Flow' },
  campaign: { icon: Megaphone, label: 'Campaign' },
  api: { icon: Plug, label: 'API' },
};

function SourceLine({ message }: { message: Message }) {
  const { userId } = useWorkspace();
  const source = sources[message.source.kind];
  if (!source) return null;
  const isMine = message.source.kind === 'agent' && message.source.userId === userId;
  return (
    <p className="flex items-center gap-1 px-2.5 pt-1.5 text-[11px] leading-3 font-medium text-bubble-muted">
      <source.icon aria-hidden className="size-3" />
      {isMine ? 'You' : source.label}
    </p>
  );
}
