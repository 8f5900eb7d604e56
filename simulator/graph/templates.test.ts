import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Json } from '../model.ts';
import { demo } from '../seed.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, MAYA, startWorld, wamidOf } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const path = `/v25.0/${demo.wabaId}/message_templates`;
const body = (text: string, example: string[] = []) => ({
  type: 'BODY',
  text,
  example: { body_text: [example] },
});
const create = (more: Json) =>
  world.call('POST', path, {
    name: 'order_update',
    language: 'en_US',
    category: 'UTILITY',
    components: [body('Order {{1}} is ready.', ['7'])],
    ...more,
  });
const list = async (query = '') =>
  (await world.call('GET', `${path}${query}`)).body as {
    data: Json[];
    paging: { next?: string; cursors?: { after: string } };
  };
const sendOrderUpdate = () =>
  world.post({
    to: MAYA,
    type: 'template',
    template: {
      name: 'order_update',
      language: { code: 'en_US' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: '7' }] }],
    },
  });
const event = (name: string) => world.receiver.items.find(({ value }) => value.event === name)?.value;

describe('listing templates', () => {
  it('shows the three approved ones of the demo', async () => {
    expect((await list()).data).toMatchObject([
      {
        name: 'appointment_reminder',
        status: 'APPROVED',
        category: 'UTILITY',
        language: 'en_US',
        parameter_format: 'POSITIONAL',
      },
      { name: 'thanks_update', status: 'APPROVED' },
      { name: 'weekly_offer', category: 'MARKETING', components: [{ type: 'BODY' }, { type: 'BUTTONS' }] },
    ]);
  });

  it('pages by cursor until there is no next page', async () => {
    const names: unknown[] = [];
    let next: string | undefined = `${world.simulator.url}${path}?limit=2&fields=name`;
    let pages = 0;
    while (next !== undefined) {
      const page = (await world.call('GET', next)).body as { data: Json[]; paging: { next?: string } };
      names.push(...page.data.map((template) => template.name));
      next = page.paging.next;
      pages += 1;
    }
    expect([pages, names]).toEqual([2, ['appointment_reminder', 'thanks_update', 'weekly_offer']]);
  });

  it('filters by category, status and name', async () => {
    expect((await list('?category=MARKETING')).data).toHaveLength(1);
    expect((await list('?status=REJECTED')).data).toHaveLength(0);
    expect((await list('?name=thanks_update&fields=id')).data).toEqual([{ id: '500000000000002' }]);
  });

  it('answers 131059 to a cursor that it did not give', async () => {
    expect(errorOf(await world.call('GET', `${path}?after=nonsense`)).code).toBe(131059);
  });
});

describe('creating a template', () => {
  it('is pending at first, approved later, told by webhook, and can be sent then', async () => {
    await world.settings({ templateReviewMs: 30 });
    const created = await create({});
    expect(created.body).toMatchObject({ status: 'PENDING', category: 'UTILITY' });
    expect(errorOf(await sendOrderUpdate()).code).toBe(132001);
    const approved = await world.receiver.until(() => event('APPROVED'));
    expect(approved).toMatchObject({
      message_template_id: Number(created.body.id),
      message_template_name: 'order_update',
      message_template_language: 'en_US',
    });
    expect((await sendOrderUpdate()).status).toBe(200);
    expect((await world.call('GET', `/v25.0/${String(created.body.id)}?fields=status`)).body).toEqual({
      id: created.body.id,
      status: 'APPROVED',
    });
  });

  it('is rejected where that is set', async () => {
    await world.settings({ templateReview: 'reject' });
    await create({});
    expect(await world.receiver.until(() => event('REJECTED'))).toMatchObject({ reason: 'INVALID_FORMAT' });
  });

  it.each([
    ['a name with capitals', { name: 'OrderUpdate' }, undefined],
    ['an unknown category', { category: 'SPAM' }, undefined],
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388043],
    ['a variable at the end', { components: [body('Order {{1}}', ['7'])] }, 2388299],
    ['variables out of order', { components: [body('Order {{2}} of {{1}}.', ['a', 'b'])] }, 2388072],
    ['a variable without an example', { components: [{ type: 'BODY', text: 'Order {{1}}.' }] }, 2388072],
    [
      'a header of 61 letters',
      { components: [body('Hi.'), { type: 'HEADER', format: 'TEXT', text: 'x'.repeat(61) }] },
      2388040,
    ],
    ['a footer with a variable', { components: [body('Hi.'), { type: 'FOOTER', text: '{{1}}' }] }, 2388073],
    [
      'eleven buttons',
      {
        components: [
          body('Hi.'),
          {
            type: 'BUTTONS',
            buttons: Array.from({ length: 11 }, (_, i) => ({ type: 'QUICK_REPLY', text: `B${i}` })),
          },
        ],
      },
      2388060,
    ],
    [
      'quick replies around a link',
      {
        components: [
          body('Hi.'),
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'A' },
              { type: 'URL', text: 'B', url: 'https://e.x' },
              { type: 'QUICK_REPLY', text: 'C' },
            ],
          },
        ],
      },
      2388060,
    ],
  ])('refuses %s', async (_name, more, subcode) => {
    const answer = await create(more);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).code).toBe(100);
    expect(errorOf(answer).error_subcode).toBe(subcode);
  });

  it('refuses the same name and language twice with 2388024', async () => {
    await create({});
    expect(errorOf(await create({}))).toMatchObject({ code: 100, error_subcode: 2388024 });
    expect((await create({ language: 'pt_BR' })).status).toBe(200);
  });
});

describe('editing, pausing and deleting', () => {
  beforeEach(async () => {
    await create({});
    await world.receiver.until(() => event('APPROVED'));
    world.receiver.clear();
  });

  it('reviews an edit anew and refuses a second one within a day', async () => {
    const id = String((await list('?name=order_update')).data[0]?.id);
    const components = [body('Order {{1}} has arrived.', ['7'])];
    expect((await world.call('POST', `/v25.0/${id}`, { components })).body).toEqual({ success: true });
    await world.receiver.until(() => event('APPROVED'));
    expect((await world.call('GET', `/v25.0/${id}`)).body).toMatchObject({ components });
    expect((await world.call('POST', `/v25.0/${id}`, { components })).status).toBe(400);
  });

  it('refuses sends of a paused template with 132015, of a disabled one with 132016', async () => {
    await world.control('POST', 'templates', { name: 'order_update', status: 'PAUSED' });
    expect(await world.receiver.until(() => event('PAUSED'))).toMatchObject({
      other_info: { title: 'FIRST_PAUSE' },
    });
    expect(errorOf(await sendOrderUpdate()).code).toBe(132015);
    await world.control('POST', 'templates', { name: 'order_update', status: 'DISABLED' });
    expect(errorOf(await sendOrderUpdate()).code).toBe(132016);
  });

  it('holds sends for quality assessment, lets them go or fails them', async () => {
    await world.control('POST', 'templates', { name: 'order_update', held: true });
    const first = await sendOrderUpdate();
    expect(first.body.messages).toMatchObject([{ message_status: 'held_for_quality_assessment' }]);
    await world.control('POST', 'templates', { name: 'order_update', held: false });
    await world.receiver.until(() => world.receiver.status(wamidOf(first), 'delivered'));

    await world.control('POST', 'templates', { name: 'order_update', held: true });
    const second = await sendOrderUpdate();
    await world.control('POST', 'templates', { name: 'order_update', status: 'PAUSED' });
    expect(await world.receiver.until(() => world.receiver.status(wamidOf(second), 'failed'))).toMatchObject({
      errors: [{ code: 132015 }],
    });
  });

  it('tells of a changed quality score', async () => {
    await world.control('POST', 'templates', { name: 'order_update', qualityScore: 'RED' });
    const change = await world.receiver.until(() =>
      world.receiver.items.find(({ field }) => field === 'message_template_quality_update'),
    );
    expect(change.value).toMatchObject({ previous_quality_score: 'UNKNOWN', new_quality_score: 'RED' });
  });

  it('blocks the name of a deleted approved template for 30 days', async () => {
    expect((await world.call('DELETE', `${path}?name=order_update`)).body).toEqual({ success: true });
    expect(errorOf(await sendOrderUpdate()).code).toBe(132001);
    expect(errorOf(await create({})).error_subcode).toBe(2388023);
    await world.settings({ clockOffsetMs: 31 * 86_400_000 });
    expect((await create({})).status).toBe(200);
  });
});
