import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseBody } from './json.ts';
import { parseWebhook } from './parse-webhook.ts';
import type { WebhookItem } from './types.ts';

/**
 * Deliveries as they were seen in the field, kept outside of this repository. Set PARLEY_FIXTURES to their folder;
 * without it the folder beside the repository is used, and without that the walk is skipped.
 */
const folder =
  process.env.PARLEY_FIXTURES ??
  fileURLToPath(new URL('../../../../shared/fixtures/whatsapp', import.meta.url));

interface ExpectedMessage {
  wamid: string | null;
  from?: string | null;
  type: string | null;
  text: string | null;
  at?: number;
  must_keep?: string[];
  kind?: 'event';
}

interface Expected {
  file: string;
  inbound_messages: ExpectedMessage[];
  inbound_optional?: ExpectedMessage[];
  statuses: { wamid: string; status: string; error?: number; recipient?: string; unknown_status?: boolean }[];
  echoes?: { wamid: string; to?: string; type: string; text?: string | null }[];
  history?: { wamid: string; type: string; text?: string | null }[];
  value_errors?: number[];
  unroutable?: { wamid: string }[];
  other: string[];
  effects?: Record<string, Record<string, unknown>>[];
}

const receivedAt = new Date('2026-11-23T07:00:00Z');
const isPresent = existsSync(`${folder}/expect.json`);
const expectations = isPresent
  ? (JSON.parse(readFileSync(`${folder}/expect.json`, 'utf8')) as Expected[])
  : [];

describe.skipIf(!isPresent)(
  `deliveries from the field (${isPresent ? folder : 'absent, skipped: set PARLEY_FIXTURES'})`,
  () => {
    it('has an expectation for every file', () => {
      const files = readdirSync(`${folder}/webhooks`).filter((file) => file.endsWith('.json'));
      expect(expectations.map((expected) => expected.file).sort()).toEqual(files.sort());
    });

    for (const expected of expectations) {
      it(`${expected.file} is understood`, () => {
        const items = parseWebhook(
          parseBody(readFileSync(`${folder}/webhooks/${expected.file}`)),
          receivedAt,
        );
        expect(items.filter((item) => item.kind === 'malformed' && item.cause === 'unexpected')).toEqual([]);
        expected.inbound_messages.forEach((message) => expectMessage(items, message));
        expected.inbound_optional?.forEach((message) => expectTrace(items, message));
        expectStatuses(items, expected);
        expected.echoes?.forEach((echo) => expectEcho(items, echo));
        expected.history?.forEach((past) => expectHistory(items, past));
        const errorCodes = items.flatMap((item) => (item.kind === 'error' ? item.error.code : []));
        expect(errorCodes).toEqual(expect.arrayContaining(expected.value_errors ?? []));
        expected.unroutable?.forEach(({ wamid }) => {
          const stray = items.find((item) => 'wamid' in item && item.wamid === wamid);
          expect(stray?.metaPhoneNumberId).not.toBe('100000000000001');
        });
        for (const field of expected.other) expect(items.map((item) => item.field)).toContain(field);
        expected.effects?.forEach((effect) => expectEffect(items, effect));
        expectNothingElse(items, expected);
      });
    }
  },
);

/** Everything that a person did, in the shape of a message. */
function acts(items: WebhookItem[]) {
  return items.filter(
    (item) =>
      item.kind === 'message' ||
      item.kind === 'reaction' ||
      item.kind === 'edit' ||
      item.kind === 'revoke' ||
      item.kind === 'requestWelcome' ||
      item.kind === 'identityChange' ||
      item.kind === 'system',
  );
}

function expectMessage(items: WebhookItem[], expected: ExpectedMessage): void {
  // The last one wins: the real message follows its placeholder under the same id.
  const item = acts(items).findLast((act) => act.wamid === expected.wamid);
  expect(item, `${expected.wamid} is there`).toBeDefined();
  if (item === undefined) return;
  expect(item.kind === 'message').toBe(expected.kind !== 'event');
  if (expected.text !== null) expect(item.text).toContain(expected.text.replaceAll('\0', '\ufffd'));
  if (expected.at !== undefined) {
    const at = new Date(expected.at * 1_000);
    const time = 'sentAt' in item ? item.sentAt : item.at;
    expect(time).toEqual(at > receivedAt ? receivedAt : at);
  }
  const kept = JSON.stringify(item.content);
  for (const piece of expected.must_keep ?? []) expect(kept).toContain(JSON.stringify(piece).slice(1, -1));
  if (item.kind === 'message') {
    if (expected.type !== null) expect(item.type).toBe(expected.type);
    const { waId, phone, bsuid } = item.from;
    if (expected.from) expect([waId, phone?.slice(1), bsuid]).toContain(expected.from);
  }
}

/** Broken beyond use: a placeholder or a cause, never silence. */
function expectTrace(items: WebhookItem[], expected: ExpectedMessage): void {
  const traces = items.filter((item) => 'wamid' in item && item.wamid === expected.wamid);
  expect(traces.length, `${expected.wamid} has left a trace`).toBeGreaterThan(0);
}

function expectStatuses(items: WebhookItem[], { statuses }: Expected): void {
  const found = items.filter((item) => item.kind === 'status');
  expect(found).toHaveLength(statuses.length < 50 ? statuses.length : found.length);
  for (const expected of statuses) {
    const status = found.find((item) => item.wamid === expected.wamid && item.status === expected.status);
    expect(status, `${expected.wamid} ${expected.status} is there`).toBeDefined();
    expect(status?.rank === null).toBe(expected.unknown_status ?? false);
    if (expected.error !== undefined)
      expect(status?.errors.map((error) => error.code)).toContain(expected.error);
    if (expected.recipient !== undefined) {
      const { waId, bsuid } = status?.recipient ?? {};
      expect([waId, bsuid, status?.groupId]).toContain(expected.recipient);
    }
  }
}

function expectEcho(items: WebhookItem[], expected: NonNullable<Expected['echoes']>[number]): void {
  const echo = items.find((item) => item.kind === 'echo' && item.wamid === expected.wamid);
  expect(echo).toMatchObject({ kind: 'echo', type: expected.type });
  if (echo?.kind !== 'echo') return;
  if (expected.text != null) expect(echo.text).toContain(expected.text);
  // Where the sample has the sides swapped, the expectation names our own number.
  if (expected.to !== undefined && expected.to !== '15550100001') {
    expect([echo.to?.waId, echo.to?.bsuid]).toContain(expected.to);
  }
  expect(echo.to?.waId).not.toBe('15550100001');
}

function expectHistory(items: WebhookItem[], expected: NonNullable<Expected['history']>[number]): void {
  const past = items.filter((item) => item.kind === 'history' && item.wamid === expected.wamid);
  expect(past.map((item) => (item.kind === 'history' ? item.type : ''))).toContain(expected.type);
  if (expected.text != null) expect(JSON.stringify(past)).toContain(expected.text.slice(0, 20));
}

function expectEffect(
  items: WebhookItem[],
  { consent, identity_change, template_event, account_event }: Record<string, Record<string, unknown>>,
): void {
  if (consent !== undefined && consent.by !== 'word') {
    const found = items.some(
      (item) =>
        item.kind === 'preference' &&
        [item.person.waId, item.person.bsuid].includes(String(consent.user)) &&
        item.value === consent.value &&
        item.marketing === (consent.value === 'stop' ? 'denied' : 'granted') &&
        (consent.timestamp == null || item.at.getTime() === Number(consent.timestamp) * 1_000),
    );
    expect(found, `consent ${JSON.stringify(consent)}`).toBe(true);
  }
  if (identity_change !== undefined) {
    const found = items.some(
      (item) =>
        item.kind === 'identityChange' &&
        [item.previous.waId, item.previous.bsuid].includes(String(identity_change.old)) &&
        (identity_change.new_wa_id === undefined || item.current.waId === identity_change.new_wa_id) &&
        (identity_change.new_user_id === undefined || item.current.bsuid === identity_change.new_user_id),
    );
    expect(found, `identity change ${JSON.stringify(identity_change)}`).toBe(true);
  }
  if (template_event !== undefined) {
    const language = (template_event.language as string | null)?.replace('-', '_') ?? null;
    const found = items.some((item) => {
      if (item.kind !== 'template' || item.name !== template_event.template || item.language !== language)
        return false;
      const { change } = item;
      if (template_event.event !== undefined)
        return change.of === 'status' && change.event === template_event.event;
      if (template_event.new_quality_score !== undefined) {
        return change.of === 'quality' && change.current === template_event.new_quality_score;
      }
      if (template_event.new_category === undefined) return true;
      return (
        change.of === 'category' &&
        change.current === template_event.new_category &&
        change.announced === (template_event.correct_category ?? null)
      );
    });
    expect(found, `template event ${JSON.stringify(template_event)}`).toBe(true);
  }
  if (account_event !== undefined) {
    const limit = (account_event.current_limit ?? account_event.max_daily_conversations_per_business) as
      string | number | undefined;
    const found = items.some(
      (item) =>
        (item.kind === 'account' || item.kind === 'number') &&
        item.field === account_event.field &&
        (account_event.event === undefined || item.event === account_event.event) &&
        (account_event.decision === undefined || item.decision === account_event.decision) &&
        (limit === undefined || item.messagingLimit === String(limit)),
    );
    expect(found, `account event ${JSON.stringify(account_event)}`).toBe(true);
  }
}

/** No inbound message that the expectation doesn't know: no echo, no past, no system event taken for a person's words. */
function expectNothingElse(items: WebhookItem[], expected: Expected): void {
  const known = [
    ...expected.inbound_messages,
    ...(expected.inbound_optional ?? []),
    ...(expected.unroutable ?? []),
  ];
  if (known.length > 15) return; // large batches are sampled
  const wamids = new Set(known.map((message) => message.wamid));
  const surplus = items.flatMap((item) =>
    item.kind === 'message' && !wamids.has(item.wamid) ? item.wamid : [],
  );
  expect(surplus).toEqual([]);
}
