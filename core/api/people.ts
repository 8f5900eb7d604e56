/** What the API says about people beyond their profile: ids, merging, and what happened to them. */
import { z } from 'zod';
import { attributeValue, contact, id, messageStatus, time } from './schemas.ts';

export const phone = z.string().trim().min(5).max(32);

/** An id by which WhatsApp or people know a contact. */
export const identity = z.object({
  kind: z.enum(['wa_id', 'phone', 'bsuid', 'parent_bsuid']),
  value: z.string().describe('A phone as + and digits in one way of writing, a wa_id as WhatsApp writes it'),
  addedAt: time,
  seenAt: time.describe('When WhatsApp named the person by it the last time, else when it was added'),
});

const consentChange = z.object({ before: z.string(), after: z.string() });

export const mergePreview = z.object({
  contact: contact.describe('The contact as it would be'),
  dropped: z
    .array(z.object({ field: z.string(), kept: attributeValue, dropped: attributeValue }))
    .describe('Where both have a value: the contact’s own stays'),
  identities: z.array(identity),
  consent: z.object({ marketing: consentChange, utility: consentChange }),
  conversations: z.object({ moved: z.int(), joined: z.int() }),
  activeRuns: z.int().describe('Runs of the other contact that go on'),
});

/** Contacts that may be one person, with what helps to decide it. */
export const duplicateGroup = z.object({
  reason: z.enum(['email', 'nameAndPhone']),
  shared: z.string().describe('What they have in common: the e-mail address, or the end of the number'),
  contacts: z
    .array(
      contact.extend({
        phones: z.array(z.string()).describe('Every number, as + and digits'),
        lastMessageAt: time.nullable().describe('Of the newest message in either direction'),
      }),
    )
    .describe('At most ten, the oldest first'),
});

/** Contacts that look like one person and are two. */
export const contactPairs = z.strictObject({
  pairs: z
    .array(z.strictObject({ contactId: id, otherId: id }))
    .min(1)
    .max(45),
});

export const pairsChanged = z.object({ changed: z.int().describe('Pairs that were not so before') });

export const timelineKinds = ['message', 'flow', 'consent', 'event'] as const;

const entry = { id: z.string(), at: time };

/** Newest first; nothing of a message but its plain rendering. */
export const timelineItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    ...entry,
    messageId: id,
    conversationId: id,
    direction: z.enum(['inbound', 'outbound']),
    type: z.string(),
    text: z.string().nullable(),
    status: messageStatus,
    source: z.string(),
  }),
  z.object({
    kind: z.literal('flow'),
    ...entry,
    runId: id,
    flowId: id,
    flowName: z.string(),
    what: z.enum(['started', 'ended']),
    outcome: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('consent'),
    ...entry,
    purpose: z.enum(['marketing', 'utility']),
    state: z.enum(['granted', 'denied', 'requested']),
    source: z.string(),
    actor: z.string(),
  }),
  z.object({
    kind: z.literal('event'),
    ...entry,
    what: z.enum([
      'tag_added',
      'tag_removed',
      'attribute_changed',
      'segment_entered',
      'segment_left',
      'api_event',
      'goal',
      'conversation_resolved',
      'window_closing',
      'taken_over',
      'merged',
    ]),
    name: z.string().describe('Tag, attribute, segment, event or goal; an id for the rest'),
    value: attributeValue.optional(),
    previous: attributeValue.optional(),
  }),
]);

/** A slice of work on all contacts with a tag; call again until nothing is left. */
export const tagChange = z.object({ changed: z.int(), isDone: z.boolean() });

export type Identity = z.infer<typeof identity>;
export type MergePreview = z.infer<typeof mergePreview>;
export type DuplicateGroup = z.infer<typeof duplicateGroup>;
export type ContactPairs = z.infer<typeof contactPairs>;
export type TimelineItem = z.infer<typeof timelineItem>;
export type TimelineKind = (typeof timelineKinds)[number];
