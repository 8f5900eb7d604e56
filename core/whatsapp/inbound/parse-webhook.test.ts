import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from './json.ts';
import { itemKey } from './keys.ts';
import { parseWebhook } from './parse-webhook.ts';
import type { WebhookItem } from './types.ts';

const casesUrl = new URL('./cases/', import.meta.url);

interface WireCase {
  title: string;
  receivedAt: string;
  body: unknown;
  /** What each item must hold, in order; times as RFC 3339. */
  items: object[];
}

describe('parseWebhook, wire cases', () => {
  for (const file of readdirSync(casesUrl)) {
    const wireCase = JSON.parse(readFileSync(new URL(file, casesUrl), 'utf8')) as WireCase;
    it(`${file}: ${wireCase.title}`, () => {
      const items = parseWebhook(wireCase.body, new Date(wireCase.receivedAt));
      const plain = JSON.parse(JSON.stringify(items)) as object[];
      expect(plain).toMatchObject(wireCase.items);
      expect(plain).toHaveLength(wireCase.items.length);
    });
  }
});

const receivedAt = new Date('2026-11-18T12:00:00Z');

/** Keys and words of real deliveries in any combination, so that every reader meets every wrong type. */
const key = fc.constantFrom(
  ...[
    'entry',
    'changes',
    'value',
    'field',
    'id',
    'messages',
    'statuses',
    'contacts',
    'metadata',
    'type',
    'from',
    'to',
  ],
  ...[
    'text',
    'body',
    'image',
    'interactive',
    'nfm_reply',
    'response_json',
    'button',
    'order',
    'product_items',
    'context',
  ],
  ...[
    'reaction',
    'edit',
    'revoke',
    'message',
    'system',
    'errors',
    'error_data',
    'timestamp',
    'wa_id',
    'user_id',
    'profile',
  ],
  ...[
    'history',
    'threads',
    'message_echoes',
    'calls',
    'groups',
    'user_preferences',
    'user_id_update',
    'state_sync',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'unsupported',
    'location',
    'document',
    'phones',
    'name',
    'status',
    'pricing',
  ],
);
const leaf = fc.oneof(
  fc.constantFrom(
    '',
    'text',
    'system',
    'reaction',
    'edit',
    'constructor',
    '15550100001',
    'BR.12',
    '\0',
    '\ud800',
    '1e400',
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constantFrom(null, true, undefined, 0, -1, 1795000000),
);
const { delivery } = fc.letrec<{ delivery: unknown }>((tie) => ({
  delivery: fc.oneof(
    { maxDepth: 9, depthSize: 'large' },
    leaf,
    fc.array(tie('delivery'), { maxLength: 4 }),
    fc.dictionary(key, tie('delivery'), { maxKeys: 6 }),
  ),
}));

function inEnvelope(name: string, field: string, list: unknown): unknown {
  const metadata = { phone_number_id: '1', display_phone_number: '15550100001' };
  return { entry: [{ id: '2', changes: [{ field, value: { metadata, [name]: list } }] }] };
}

describe('parseWebhook, whatever comes', () => {
  it('never throws and never finds a defect of its own on arbitrary JSON', () => {
    fc.assert(fc.property(fc.anything(), (body) => isSound(parseWebhook(body, receivedAt))));
    fc.assert(fc.property(delivery, (body) => isSound(parseWebhook(body, receivedAt))));
  });

  it('never throws on arbitrary elements of every list', () => {
    const list = fc.constantFrom(
      'messages',
      'statuses',
      'message_echoes',
      'history',
      'calls',
      'groups',
      'errors',
    );
    const other = fc.constantFrom('user_preferences', 'user_id_update', 'state_sync', 'contacts');
    const fieldName = fc.constantFrom(
      'messages',
      'history',
      'account_update',
      'security',
      'template_category_update',
    );
    fc.assert(
      fc.property(
        fc.oneof(list, other),
        fieldName,
        fc.array(delivery, { maxLength: 4 }),
        (name, field, elements) => isSound(parseWebhook(inEnvelope(name, field, elements), receivedAt)),
      ),
      { numRuns: 500 },
    );
  });

  it('gives one item for every message, and at least one for every element of another list', () => {
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 5 }), (elements) => {
        expect(parseWebhook(inEnvelope('messages', 'messages', elements), receivedAt)).toHaveLength(
          elements.length,
        );
        expect(parseWebhook(inEnvelope('statuses', 'messages', elements), receivedAt)).toHaveLength(
          elements.length,
        );
      }),
    );
  });

  it('survives a body that contains itself', () => {
    const body: Record<string, unknown> = { entry: [] };
    body.entry = [{ id: '2', changes: [{ field: 'messages', value: { messages: [body] } }] }];
    expect(parseWebhook(body, receivedAt)).toMatchObject([{ kind: 'malformed' }]);
  });

  it('gives nothing that Postgres would refuse', () => {
    fc.assert(
      fc.property(delivery, (body) => {
        const stored = JSON.stringify(parseWebhook(inEnvelope('messages', 'messages', [body]), receivedAt));
        expect(stored).not.toMatch(/\\u0000|\\ud[89a-f][0-9a-f]{2}/i);
      }),
    );
  });
});

describe('parseBody', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('keeps ids beyond 2^53 exact, and leaves other numbers alone', () => {
    expect(
      parseBody(bytes('{"id": 9007199254740993, "n": 12, "x": 1.5e3, "s": "9007199254740993"}')),
    ).toEqual({
      id: '9007199254740993',
      n: 12,
      x: 1500,
      s: '9007199254740993',
    });
  });

  it('answers undefined for what is no JSON', () => {
    expect(parseBody(bytes('{"id": '))).toBeUndefined();
    expect(parseBody(new Uint8Array([0xff, 0xfe]))).toBeUndefined();
  });
});

describe('itemKey', () => {
  const status = (time: string | undefined) =>
    parseWebhook(
      inEnvelope('statuses', 'messages', [{ id: 'w', status: 'read', timestamp: time }]),
      receivedAt,
    )[0]!;

  it('is the same for a repeated delivery, also when it arrives later', () => {
    const later = new Date('2026-11-19T12:00:00Z');
    for (const file of readdirSync(casesUrl)) {
      const { body } = JSON.parse(readFileSync(new URL(file, casesUrl), 'utf8')) as WireCase;
      const keys = (at: Date) => parseWebhook(body, at).map(itemKey);
      expect(keys(later)).toEqual(keys(receivedAt));
    }
  });

  it('tells a placeholder from its message, and one status from another', () => {
    const message = { id: 'w', from: '15145550100', timestamp: '1', type: 'unsupported' };
    const [placeholder, real] = parseWebhook(
      inEnvelope('messages', 'messages', [message, { ...message, type: 'text', text: { body: 'x' } }]),
      receivedAt,
    );
    expect(itemKey(placeholder!)).not.toBe(itemKey(real!));
    expect(itemKey(status('1'))).not.toBe(itemKey(status('2')));
    expect(itemKey(status(undefined))).toBe('status:w:read:none');
  });
});

function isSound(items: WebhookItem[]): void {
  expect(items.filter((item) => item.kind === 'malformed' && item.cause === 'unexpected')).toEqual([]);
  for (const item of items) {
    expect(itemKey(item)).not.toBe('');
    if (item.kind === 'message') expect([item.from.waId, item.from.bsuid].some(Boolean)).toBe(true);
  }
}
