import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../core/api/schemas.ts';
import { daysOf, threadOf, withMessage, withoutMessage, type MessagePages } from './messages-query.ts';
import { optimisticMessage } from './send-message.ts';

function message(id: string, createdAt: string, over: Partial<Message> = {}): Message {
  const outgoing = { text: id, file: null, key: id };
  return {
    ...optimisticMessage({ id: 'c', contactId: 'p' }, outgoing, 'u', new Date(createdAt)),
    id,
    ...over,
  };
}

const pagesOf = (...pages: Message[][]): MessagePages => ({
  pages: pages.map((items) => ({ items, nextCursor: null })),
  pageParams: pages.map(() => undefined),
});

const first = message('1', '2026-11-23T10:00:00.000Z');
const second = message('2', '2026-11-23T10:01:00.000Z');
const third = message('3', '2026-11-23T10:02:00.000Z');

describe('threadOf', () => {
  it('reads pages of newest first as a thread of oldest first', () => {
    expect(threadOf(pagesOf([third, second], [first])).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('shows a message once that a new one pushed over the edge of a page', () => {
    expect(threadOf(pagesOf([third, second], [second, first])).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('puts what the person wrote before our answer of the same moment', () => {
    const theirs = message('z', first.createdAt, { direction: 'inbound' });
    expect(threadOf(pagesOf([first, theirs])).map(({ id }) => id)).toEqual(['z', '1']);
  });
});

describe('daysOf', () => {
  it('splits at midnight of the reader', () => {
    const late = message('a', new Date(2026, 10, 22, 23, 59).toISOString());
    const early = message('b', new Date(2026, 10, 23, 0, 1).toISOString());
    const noon = message('c', new Date(2026, 10, 23, 12).toISOString());
    expect(daysOf([late, early, noon]).map((day) => day.map(({ id }) => id))).toEqual([['a'], ['b', 'c']]);
  });
});

describe('an optimistic message', () => {
  it('stands first in the newest page and leaves again without a trace', () => {
    const start = pagesOf([second], [first]);
    const shown = withMessage(start, third);
    expect(shown?.pages[0]?.items.map(({ id }) => id)).toEqual(['3', '2']);
    expect(withoutMessage(shown, '3')).toEqual(start);
  });

  it('is replaced where it stands when the same message comes again', () => {
    const read = { ...first, status: 'read' as const };
    const shown = withMessage(pagesOf([second], [first]), read);
    expect(shown?.pages[1]?.items[0]?.status).toBe('read');
    expect(shown?.pages[0]?.items).toHaveLength(1);
  });
});
