import { Link } from '@tanstack/react-router';
import { Clock, Lock, SendHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { personName } from '../../shared/lib/phone.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { AttachButton, AttachmentChip } from './attachment.tsx';
import { changeReplyDraft, replyDraft, useReplyDraft, type ReplyDraft } from './reply-drafts.ts';
import { useSendMessage } from './send-message.ts';
import { windowAdvice, windowState } from './window-state.ts';
import { WritingField } from './writing-field.tsx';

/** WhatsApp's limit for a text message, in characters. */
const TEXT_LIMIT = 4096;
/** Under a file. */
const CAPTION_LIMIT = 1024;
const pillTones = {
  open: 'bg-primary-soft text-primary',
  soon: 'bg-warn-soft text-warn',
  closing: 'bg-danger-soft text-danger',
  closed: 'bg-surface-2 text-muted',
} as const;

export interface ReplyFormProps {
  conversation: Conversation;
  /** In front of what is said about the window. */
  children: ReactNode;
}

/** What goes to the person. */
export function ReplyForm({ conversation, children }: ReplyFormProps) {
  const now = useNow('second');
  const mayAnswer = useMay('messages:send');
  const mayEnrol = useMay('flows:write');
  const { text, file, busyWith } = useReplyDraft(conversation.id);
  const window = windowState(conversation.windowExpiresAt, now);
  const change = (next: Partial<ReplyDraft>) => changeReplyDraft(conversation.id, next);
  const send = useSendMessage(conversation, ({ text: refused, file: refusedFile }) => {
    const typed = replyDraft(conversation.id).text;
    change({
      // What was typed meanwhile stays behind it.
      text: [refused, typed].filter((part) => part !== '').join('\n'),
      ...(refusedFile ? { file: refusedFile } : {}),
    });
  });

  const name = personName(conversation.contactName, conversation.contactPhone);
  const advice = windowAdvice(window.level, name, conversation.windowExpiresAt !== null);
  const reason = !mayAnswer
    ? 'Your role may read but not answer.'
    : window.level === 'closed'
      ? advice
      : null;
  const trimmed = text.trim();
  const limit = file ? CAPTION_LIMIT : TEXT_LIMIT;
  const isTooLong = trimmed.length > limit;
  const isBare = file?.kind === 'audio' || file?.kind === 'sticker';
  const canSend = !reason && busyWith === null && !isTooLong && (file !== null || trimmed !== '');

  function submit() {
    if (!canSend) return;
    // WhatsApp shows no words under sounds and stickers: they follow as a message of their own.
    const own = file && isBare ? '' : trimmed;
    send.mutate({ text: own, file, key: crypto.randomUUID() });
    if (file && isBare && trimmed) send.mutate({ text: trimmed, file: null, key: crypto.randomUUID() });
    change({ text: '', file: null });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="mb-1.5 flex flex-wrap items-center gap-2 text-xs">
        {children}
        <span
          className={cn(
            'inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 font-medium whitespace-nowrap tabular-nums',
            pillTones[window.level],
          )}
        >
          {window.left ? <Clock aria-hidden className="size-3" /> : <Lock aria-hidden className="size-3" />}
          {window.left ? `Window open: ${window.left} left` : 'Window closed'}
        </span>
        {advice && !reason && <span className="min-w-0 text-muted">{advice}</span>}
        {conversation.mode === 'bot' && !reason && !advice && (
          <span className="truncate text-muted">A flow may answer too. Take over to keep it out.</span>
        )}
        {trimmed.length > limit - 200 && (
          <span className={cn('ml-auto tabular-nums', isTooLong ? 'text-danger' : 'text-muted')}>
            {trimmed.length} / {limit}
          </span>
        )}
      </div>
      {reason && (
        <p id="composer-reason" className="mb-2 rounded-lg bg-surface-2 px-3 py-2 text-[13px] text-muted">
          {reason}
          {mayAnswer && mayEnrol && (
            <>
              {' '}
              A flow can send one:{' '}
              <Link
                to="/contacts/$contactId"
                params={{ contactId: conversation.contactId }}
                className="font-medium text-primary underline"
              >
                start it from their page
              </Link>
              .
            </>
          )}
        </p>
      )}
      <AttachmentChip file={file} busyWith={busyWith} onRemove={() => change({ file: null })} />
      <div className="flex items-end gap-2">
        {mayAnswer && (
          <AttachButton
            disabled={reason !== null || busyWith !== null}
            onBusy={(fileName) => change({ busyWith: fileName })}
            onFile={(chosen) => change({ file: chosen })}
          />
        )}
        <WritingField
          aria-label="Message"
          aria-describedby={reason ? 'composer-reason' : undefined}
          placeholder={reason ? '' : file ? 'Write something under it' : 'Write a message'}
          value={text}
          disabled={reason !== null}
          onChange={(event) => change({ text: event.target.value })}
          onSubmit={submit}
        />
        <Button
          type="submit"
          variant="primary"
          className="h-10.5"
          disabled={!canSend}
          title="Enter sends, Shift+Enter makes a new line"
        >
          <SendHorizontal aria-hidden /> Send
        </Button>
      </div>
    </form>
  );
}
