import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowDown, MessageSquareDashed } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../../core/api/schemas.ts';
import { dayLabel } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Spinner, Waiting } from '../../shared/ui/spinner.tsx';
import { EmptyState, ErrorState } from '../../shared/ui/states.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { daysOf, messagesQuery, threadOf } from './messages-query.ts';
import { NoteBubble } from './notes/note-bubble.tsx';
import { entriesOf, lacksNotes, notesOf, notesQuery, type Entry } from './notes/notes-query.ts';

/** Closer to the end than this counts as reading the newest messages. */
const NEAR_END_PX = 120;

/**
 * The scroller is a reversed column around one block in reading order: the browser then measures scrolling from the
 * newest message, so older pages can be put on top without the view jumping.
 */
export function MessageList({ conversation }: { conversation: Conversation }) {
  const { orgId, userId } = useWorkspace();
  const query = useInfiniteQuery(messagesQuery(orgId, conversation.id));
  const messages = useMemo(() => threadOf(query.data), [query.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  const entries = useEntries(conversation, messages, query.hasNextPage);
  const newest = entries.at(-1);
  const newestId = newest && keyOf(newest);
  const newestIsOurs = newest !== undefined && isOurs(newest, userId);

  // What the agent wrote is shown wherever they were reading.
  useEffect(() => {
    if (newestId && newestIsOurs) scroller.current?.scrollTo({ top: 0 });
  }, [newestId, newestIsOurs]);

  if (query.isPending)
    return (
      <div className="min-h-0 flex-1 bg-chat">
        <Waiting label="Loading messages" />
      </div>
    );
  if (query.isError && messages.length === 0) {
    return (
      <div className="min-h-0 flex-1">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  function onScroll() {
    const box = scroller.current;
    if (!box) return;
    const fromEnd = -box.scrollTop;
    setAway(fromEnd > NEAR_END_PX);
    const fromTop = box.scrollHeight - box.clientHeight - fromEnd;
    if (fromTop < 300 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }

  return (
    <div className="relative min-h-0 flex-1 bg-chat">
      <div
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label="Messages"
        className="scroll-thin flex h-full flex-col-reverse overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div className="mx-auto flex min-h-full w-full max-w-4xl flex-col justify-end px-4 py-4 sm:px-8">
          {hasNextPage && (
            <Button
              variant="ghost"
              size="sm"
              className="mx-auto mb-2"
              disabled={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {isFetchingNextPage ? <Spinner /> : null} Earlier messages
            </Button>
          )}
          {entries.length === 0 && (
            <EmptyState icon={MessageSquareDashed} title="No messages yet">
              What is written on either side appears here.
            </EmptyState>
          )}
          <Bubbles entries={entries} messages={messages} />
        </div>
      </div>
      {isAway && (
        <Button
          size="iconSm"
          aria-label="Go to the newest message"
          className="absolute right-5 bottom-4 rounded-full shadow-pop"
          onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
        >
          <ArrowDown aria-hidden />
        </Button>
      )}
    </div>
  );
}

/** Messages and the notes beside them, of which as many are loaded as belong between the messages. */
function useEntries(conversation: Conversation, messages: Message[], hasEarlier: boolean): Entry[] {
  const { orgId } = useWorkspace();
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    notesQuery(orgId, conversation.id),
  );
  const notes = useMemo(() => notesOf(data), [data]);
  const isLacking = lacksNotes(messages, notes, hasNextPage) && !isFetching;
  useEffect(() => {
    if (isLacking) void fetchNextPage();
  }, [isLacking, fetchNextPage]);
  return useMemo(() => entriesOf(messages, notes, hasEarlier), [messages, notes, hasEarlier]);
}

const keyOf = (entry: Entry) => (entry.kind === 'note' ? entry.note.id : entry.message.id);

function isOurs(entry: Entry, userId: string): boolean {
  return entry.kind === 'note' ? entry.note.author.id === userId : entry.message.source.kind === 'agent';
}

function Bubbles({ entries, messages }: { entries: readonly Entry[]; messages: readonly Message[] }) {
  const now = useNow('halfMinute');
  const byWamid = useMemo(
    () => new Map(messages.flatMap((message) => (message.wamid ? [[message.wamid, message] as const] : []))),
    [messages],
  );
  // One block per day, so that a day's pill leaves together with its day.
  return daysOf(entries).map((day) => (
    <section key={day[0] && keyOf(day[0])} aria-label={dayLabel(day[0]?.createdAt ?? '', now)}>
      <div className="sticky top-2 z-10 my-3 flex justify-center">
        <span className="rounded-full bg-surface px-3 py-1 text-xs font-medium text-muted shadow-card">
          {dayLabel(day[0]?.createdAt ?? '', now)}
        </span>
      </div>
      {day.map((entry, index) => {
        if (entry.kind === 'note') return <NoteBubble key={entry.note.id} note={entry.note} />;
        const { message } = entry;
        const before = day[index - 1];
        return (
          <MessageBubble
            key={message.id}
            message={message}
            startsGroup={before?.kind !== 'message' || !isSameSender(before.message, message)}
            quoted={message.replyToWamid ? (byWamid.get(message.replyToWamid) ?? null) : null}
          />
        );
      })}
    </section>
  ));
}

function isSameSender(left: Message, right: Message): boolean {
  return (
    left.direction === right.direction &&
    left.source.kind === right.source.kind &&
    left.source.userId === right.source.userId
  );
}
