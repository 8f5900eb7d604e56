import { Link } from '@tanstack/react-router';
import { Clock, Lock, SendHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { personName } from '../../shared/lib/phone.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { AttachButton, AttachmentChip } from './attachment.tsx';
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

/** Drafts outlive a switch of conversations. */
const drafts = new Map<string, string>();

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
  const [text, setText] = useState(() => drafts.get(conversation.id) ?? '');
  const window = windowState(conversation.windowExpiresAt, now);
  const [file, setFile] = useState<MediaFile | null>(null);
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const send = useSendMessage(conversation, ({ text: refused, file: refusedFile }) => {
    if (refusedFile) setFile(refusedFile);
    if (refused === '') return;
    const typed = drafts.get(conversation.id) ?? '';
    // What was typed meanwhile stays behind it.
    change(typed === '' ? refused : `${refused}\n${typed}`);
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

  function change(next: string) {
    drafts.set(conversation.id, next);
    setText(next);
  }

  function submit() {
    if (!canSend) return;
    // WhatsApp shows no words under sounds and stickers: they follow as a message of their own.
    const own = file && isBare ? '' : trimmed;
    send.mutate({ text: own, file, key: crypto.randomUUID() });
    if (file && isBare && trimmed) send.mutate({ text: trimmed, file: null, key: crypto.randomUUID() });
    setFile(null);
    change('');
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
      <AttachmentChip file={file} busyWith={busyWith} onRemove={() => setFile(null)} />
      <div className="flex items-end gap-2">
        {mayAnswer && <AttachButton disabled={reason !== null} onBusy={setBusyWith} onFile={setFile} />}
        <WritingField
          aria-label="Message"
          aria-describedby={reason ? 'composer-reason' : undefined}
          placeholder={reason ? '' : file ? 'Write something under it' : 'Write a message'}
          value={text}
          disabled={reason !== null}
          onChange={(event) => change(event.target.value)}
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
