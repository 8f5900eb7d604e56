import { z } from 'zod';
import type { NodeManifest, PortClock } from '../contract.ts';
import { durationInWords } from '../shared/duration.ts';
import { label, timeoutMs, variableName } from '../shared/fields.ts';
import { MAX_DURATION_MS } from '../shared/limits.ts';

const name = z.string().max(64);

const event = z.discriminatedUnion('kind', [
  /** Reported by another system through the API. */
  z.strictObject({ kind: z.literal('api_event'), name }),
  z.strictObject({ kind: z.literal('tag_added'), name }),
  z.strictObject({ kind: z.literal('tag_removed'), name }),
  z.strictObject({
    kind: z.literal('attribute_changed'),
    name,
    /** Only a change to this value counts; absent: any. */
    value: z.string().max(500).optional(),
  }),
  /** `name` is the segment's id. */
  z.strictObject({ kind: z.literal('segment_entered'), name }),
  /** Any message of the person. It stays in the inbox, or answers another run: this step only sees it. */
  z.strictObject({ kind: z.literal('replied') }),
  /** The 24-hour window of the run's conversation is about to close. */
  z.strictObject({ kind: z.literal('window_closing') }),
]);

const save = z.strictObject({
  /** Name of a field of the event. */
  field: z.string().max(64),
  variable: variableName,
  type: z.enum(['text', 'number', 'boolean', 'date']),
});

const schema = z.strictObject({ label, event, saves: z.array(save).max(20), timeoutMs });

export type WaitForEventData = z.infer<typeof schema>;
export type AwaitedEvent = WaitForEventData['event'];
/** Events that have names: which tag, which attribute. */
export type NamedEvent = Extract<AwaitedEvent, { name: string }>;

export const manifest: NodeManifest<'wait-for-event', WaitForEventData> = {
  type: 'wait-for-event',
  typeVersion: 1,
  family: 'time',
  title: 'Wait for event',
  docs: 'Waits until something happens to the contact: an event from your system, a tag, an attribute, a segment, a message, or the 24-hour window that is about to close. What came with it can be kept in variables.',
  schema,
  defaults: () => ({
    event: { kind: 'api_event', name: '' },
    saves: [],
    timeoutMs: 24 * 60 * 60 * 1000,
  }),
  ports: (data) => [
    { id: 'happened', label: 'Happened' },
    { id: 'timeout', label: 'Not in time', ...(data.timeoutMs === null ? { optional: true } : {}) },
  ],
  summary: (data) =>
    `Waits ${data.timeoutMs === null ? '' : `up to ${durationInWords(data.timeoutMs)} `}for ${eventInWords(data.event)}`,
  limits: { saves: 20 },
  clock: (data, port) => clockOf(data, port),
  writes: (data) =>
    data.saves.flatMap(({ variable, type }, index) =>
      variable === ''
        ? []
        : [{ field: `saves.${index}.variable`, name: variable, type, ports: ['happened'] }],
    ),
};

function clockOf({ event: awaited, timeoutMs: ms }: WaitForEventData, port: string): PortClock {
  if (port === 'happened' && awaited.kind === 'replied') return { kind: 'inbound' };
  if (port === 'happened' && awaited.kind === 'window_closing') return { kind: 'windowClosing' };
  return { kind: 'elapsed', ms: ms ?? MAX_DURATION_MS };
}

function eventInWords(awaited: AwaitedEvent): string {
  if (awaited.kind === 'replied') return 'a message';
  if (awaited.kind === 'window_closing') return 'the 24-hour window to be about to close';
  const named = awaited.name.trim() === '' ? '' : ` "${awaited.name.trim()}"`;
  switch (awaited.kind) {
    case 'api_event':
      return `the event${named}`;
    case 'tag_added':
      return `the tag${named}`;
    case 'tag_removed':
      return `the loss of the tag${named}`;
    case 'attribute_changed':
      return `a change of${named || ' an attribute'}${awaited.value === undefined ? '' : ` to "${awaited.value}"`}`;
    case 'segment_entered':
      return 'a segment';
  }
}
