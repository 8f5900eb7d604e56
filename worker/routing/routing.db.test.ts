/** Who gets a message, over relay and turns, on a real database; most cases were once wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyword, node, question, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { pressWebhook } from '../../local/testing/webhooks.ts';
import { json } from '../../platform/db/pool.ts';

const DAY_MS = 86_400_000;
let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
  await world.publish('Asks', { start: keyword('ask'), ask: question() }, [['start', 'next', 'ask']]);
  await world.publish('Beta', { start: keyword('beta'), ask: question() }, [['start', 'next', 'ask']]);
  await world.publish('Pauses', { start: keyword('pause'), wait: delay() }, [['start', 'next', 'wait']]);
  await world.publish(
    'Follows',
    { start: node('tag-trigger', { tag: 'follow' }), wait: delay() },
    [['start', 'next', 'wait']],
    { exitOn: { reply: true, tags: [], events: [], goals: [] } },
  );
});
afterAll(() => world?.stop());

const delay = () => node('delay', { mode: 'duration', durationMs: DAY_MS });

/** The last run that the tag woke. */
async function tagged(name: string, tag: string): Promise<string> {
  await sql`update contacts set tags = tags || ${tag}::text where name = ${name}`;
  return (await world.settleEvents()).at(-1)!;
}

async function kindsOf(runId: string): Promise<string[]> {
  return (await world.eventsOf(runId)).map(({ kind }) => kind);
}

describe('a run that has ended', () => {
  it('consumes and routes nothing more when a late wake reaches it', async () => {
    const anna = world.someone();
    const [asks] = await world.says(anna, 'ask');
    await world.makeTurn(asks!, 1);
    await world.says(anna, 'the answer');
    await world.says(anna, 'beta');
    await world.makeTurn(asks!, 2);
    const [before] = await world.runsOf('Asks', anna);
    await world.makeTurn(asks!, 3);
    const [after] = await world.runsOf('Asks', anna);
    expect(after).toEqual(before);
    expect(await world.runsOf('Beta', anna)).toHaveLength(1);
    expect(await kindsOf((await world.runsOf('Beta', anna))[0]!.id)).toEqual(['started']);
  });
});

describe('a follow-up that stops when the person writes', () => {
  it('ends on a reply without taking it from the flow that the reply starts', async () => {
    const bert = world.someone();
    await world.says(bert, 'just a note');
    const follow = await tagged(bert.name, 'follow');
    await world.makeTurn(follow, 1);
    await world.says(bert, 'beta');
    const [beta] = await world.runsOf('Beta', bert);
    await world.makeTurn(follow, 2);
    await world.makeTurn(beta!.id, 1);
    expect((await world.runsOf('Follows', bert))[0]).toMatchObject({ status: 'exited' });
    expect(await kindsOf(beta!.id)).toEqual(['started']);
    expect(await world.runsOf('Beta', bert)).toHaveLength(1);
  });

  it('ends on a reply to people, too, and says nothing to it', async () => {
    const cora = world.someone();
    await world.says(cora, 'just a note');
    const follow = await tagged(cora.name, 'follow');
    await world.makeTurn(follow, 1);
    await sql`update conversations set mode = 'human' where id = ${(await world.contactOf(cora)).conversationId}`;
    await world.says(cora, 'thanks');
    await world.makeTurn(follow, 2);
    expect((await world.runsOf('Follows', cora))[0]).toMatchObject({ status: 'exited' });
  });
});

describe('a reply that comes while a run is on its way into a delay', () => {
  it('starts the flow that it names instead of being swallowed', async () => {
    const dirk = world.someone();
    const [pauses] = await world.says(dirk, 'pause');
    await world.says(dirk, 'beta'); // still in the foreground: the run has not made its first turn
    await world.makeTurn(pauses!, 1);
    expect(await world.runsOf('Beta', dirk)).toHaveLength(1);
    expect((await world.runsOf('Pauses', dirk))[0]).toMatchObject({ status: 'waiting' });
  });
});

describe('a change of a contact by a flow', () => {
  it('leaves what an agent changed in the same moment', async () => {
    const nodes = { start: keyword('label'), label: node('set-tag', { action: 'add', tag: 'by-flow' }) };
    await world.publish('Labels', nodes, [['start', 'next', 'label']]);
    const emil = world.someone();
    const [labels] = await world.says(emil, 'label');
    await sql`update contacts set tags = '{by-agent}', attributes = '{"plan": "pro"}' where name = ${emil.name}`;
    await world.makeTurn(labels!, 1);
    const [contact] = await sql`select tags, attributes from contacts where name = ${emil.name}`;
    expect(contact).toEqual({ tags: ['by-agent', 'by-flow'], attributes: { plan: 'pro' } });
  });
});

describe('a flow that hands over to people', () => {
  it('may finish what it says, while other flows hold their messages', async () => {
    const nodes = {
      start: keyword('agent please'),
      assign: node('assign', {}),
      bye: node('send-text', { text: 'A colleague will write to you.' }),
    };
    await world.publish('Hands over', nodes, [
      ['start', 'next', 'assign'],
      ['assign', 'next', 'bye'],
    ]);
    const fred = world.someone();
    const [handsOver] = await world.says(fred, 'agent please');
    expect(await world.makeTurn(handsOver!, 1)).toMatchObject({ kind: 'ended', outcome: 'completed' });

    const gina = world.someone();
    const [asks] = await world.says(gina, 'ask');
    await sql`update conversations set mode = 'human' where id = ${(await world.contactOf(gina)).conversationId}`;
    expect(await world.makeTurn(asks!, 1)).toMatchObject({ kind: 'send' });
    const [held] = await sql`select status from messages where flow_run_id = ${asks!}`;
    expect(held!.status).toBe('queued');
  });
});

describe('words on a flow’s own button', () => {
  it('are no consent, whatever they mean elsewhere', async () => {
    const hugo = world.someone();
    await world.rig.receive(
      pressWebhook({
        from: hugo.number,
        wamid: 'wamid.baja',
        name: hugo.name,
        pressed: 'wamid.x',
        id: 'low',
        title: 'Baja',
      }),
    );
    const [contact] = await sql`select marketing_consent from contacts where name = ${hugo.name}`;
    expect(contact!.marketing_consent).toBe('unknown');
  });
});

describe('a trigger that interrupts', () => {
  beforeAll(async () => {
    const nodes = { start: keyword('menu', { interrupts: true }), ask: question('Which?') };
    await world.publish('Menu', nodes, [['start', 'next', 'ask']], { reentry: { kind: 'whenIdle' } });
  });

  it('ends the run that talks with the person and starts its own', async () => {
    const ines = world.someone();
    const [asks] = await world.says(ines, 'ask');
    await world.makeTurn(asks!, 1);
    const wakes = await world.says(ines, 'menu');
    const [menu] = await world.runsOf('Menu', ines);
    expect(wakes.sort()).toEqual([asks!, menu!.id].sort());
    expect(await kindsOf(asks!)).toEqual(['started', 'stop']);
    await world.makeTurn(asks!, 2);
    await world.makeTurn(menu!.id, 1);
    expect((await world.runsOf('Asks', ines))[0]).toMatchObject({ status: 'exited', outcome: 'interrupted' });
    // The next words are the menu's.
    await world.says(ines, 'the first');
    expect(await kindsOf(menu!.id)).toEqual(['started', 'reply']);
    expect(await kindsOf(asks!)).toEqual(['started', 'stop']);
  });

  it('takes the place of its own run, though that is still going on', async () => {
    const jan = world.someone();
    const [first] = await world.says(jan, 'menu');
    await world.makeTurn(first!, 1);
    await world.says(jan, 'menu');
    const runs = await world.runsOf('Menu', jan);
    expect(runs).toHaveLength(2);
    expect(await kindsOf(first!)).toEqual(['started', 'stop']);
  });

  it('leaves people alone who talk with a colleague, and other words to the run', async () => {
    const kim = world.someone();
    const [asks] = await world.says(kim, 'ask');
    await world.makeTurn(asks!, 1);
    await world.says(kim, 'menu?! no, the answer');
    expect(await kindsOf(asks!)).toEqual(['started', 'reply']);
    const { conversationId } = await world.contactOf(kim);
    await sql`update conversations set mode = 'human' where id = ${conversationId}`;
    expect(await world.says(kim, 'menu')).toEqual([]);
  });
});

describe('between triggers that fire', () => {
  it('the higher priority wins, then the more special one, then the older flow', async () => {
    await world.publish('Exact', { start: keyword('price') }, []);
    await world.publish(
      'Contains',
      { start: keyword('', { keywords: [{ match: 'contains', text: 'price' }] }) },
      [],
    );
    await world.publish('Exact later', { start: keyword('price') }, []);
    const lena = world.someone();
    await world.says(lena, 'price');
    await world.says(world.someone(), 'price');
    expect(await world.runsOf('Exact')).toHaveLength(2);
    await world.publish(
      'Contains',
      { start: keyword('', { keywords: [{ match: 'contains', text: 'price' }] }) },
      [],
      { priority: 5 },
    );
    await world.says(world.someone(), 'price');
    expect(await world.runsOf('Contains')).toHaveLength(1);
    expect(await world.runsOf('Exact later')).toHaveLength(0);
  });

  it('a trigger counts by the keyword that was met, not by the most special one it has', async () => {
    const hours = { match: 'contains' as const, text: 'hours' };
    await world.publish('Hours', { start: keyword('', { keywords: [hours] }) }, []);
    const dishes = { match: 'exact' as const, text: 'dishes' };
    await world.publish('Dishes and hours', { start: keyword('', { keywords: [dishes, hours] }) }, []);
    await world.says(world.someone(), 'what are your hours?');
    expect(await world.runsOf('Hours')).toHaveLength(1);
    await world.says(world.someone(), 'dishes');
    expect(await world.runsOf('Dishes and hours')).toHaveLength(1);
  });

  it('the next one takes a person whom the first one keeps out', async () => {
    await world.publish('Once', { start: keyword('tour') }, [], { reentry: { kind: 'once' }, priority: 1 });
    await world.publish('Always', { start: keyword('tour') }, []);
    const mia = world.someone();
    for (let i = 0; i < 3; i += 1) {
      const [run] = await world.says(mia, 'tour');
      await world.makeTurn(run!, 1);
    }
    expect(await world.runsOf('Once', mia)).toHaveLength(1);
    expect(await world.runsOf('Always', mia)).toHaveLength(2);
  });
});

describe('who may enter again', () => {
  it('when idle: only after the run has ended', async () => {
    const nodes = { start: keyword('idle'), wait: delay() };
    await world.publish('Idle', nodes, [['start', 'next', 'wait']], { reentry: { kind: 'whenIdle' } });
    const nils = world.someone();
    const [first] = await world.says(nils, 'idle');
    await world.makeTurn(first!, 1);
    expect(await world.says(nils, 'idle')).toEqual([]);
    await world.makeTurn(first!, 2, new Date(Date.now() + DAY_MS + 1_000));
    expect(await world.says(nils, 'idle')).toHaveLength(1);
  });

  it('after a pause: once it has passed since the last run began', async () => {
    await world.publish('Pause', { start: keyword('again') }, [], {
      reentry: { kind: 'after', pauseMs: 3_600_000 },
    });
    const otto = world.someone();
    const [first] = await world.says(otto, 'again');
    await world.makeTurn(first!, 1);
    expect(await world.says(otto, 'again')).toEqual([]);
    await sql`update flow_runs set started_at = started_at - interval '1 hour' where id = ${first!}`;
    expect(await world.says(otto, 'again')).toHaveLength(1);
  });
});

describe('a press', () => {
  it('goes to its run, else to a trigger on its payload', async () => {
    await world.publish(
      'Button',
      { start: node('button-trigger', { buttons: [{ match: 'prefix', text: 'order_' }] }) },
      [],
    );
    const petra = world.someone();
    const [pressed] = await world.presses(petra, 'wamid.unknown', 'order_7', 'See it');
    expect((await world.runsOf('Button', petra)).map(({ id }) => id)).toEqual([pressed]);
    await world.makeTurn(pressed!, 1);
    expect(await world.presses(petra, 'wamid.unknown', 'other', 'Other')).toEqual([]);
  });
});

describe('an ad', () => {
  it('starts its flow and tells it which ad it was', async () => {
    await world.publish('Ad', { start: node('ad-trigger', { which: 'some', sourceIds: ['ad-1'] }) }, []);
    const text = { type: 'text', text: { body: 'Hello, I saw this' } };
    const quinn = world.someone();
    const [run] = await world.sends(quinn, { ...text, referral: { source_id: 'ad-1', source_type: 'ad' } });
    await world.makeTurn(run!, 1);
    expect(await world.eventsOf(run!)).toEqual([{ kind: 'started', detail: { adId: 'ad-1', adType: 'ad' } }]);
    expect(await world.sends(quinn, { ...text, referral: { source_id: 'ad-2', source_type: 'ad' } })).toEqual(
      [],
    );
  });
});

describe('an answer to a campaign', () => {
  const campaignId = '0c000000-0000-4000-8000-000000000001';
  const campaignMessage = async (conversationId: string, wamid: string, ageHours: number) => {
    await sql`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid, status,
        status_rank, source, campaign_id, created_at)
      select gen_random_uuid(), org_id, id, contact_id, phone_number_id, 'outbound', 'template', ${json(sql, {})}, 'Offer', ${wamid},
        'delivered', 50, 'campaign', ${campaignId}, now() - make_interval(hours => ${ageHours}) from conversations where id = ${conversationId}`;
  };

  it('is the next thing somebody writes within 72 hours, or what quotes it later', async () => {
    await world.publish(
      'Campaign',
      { start: node('campaign-reply-trigger', { which: 'some', campaignIds: [campaignId] }) },
      [],
    );
    const rosa = world.someone();
    await world.says(rosa, 'just a note');
    const { conversationId } = await world.contactOf(rosa);
    await campaignMessage(conversationId, 'wamid.offer-1', 80);
    expect(await world.says(rosa, 'sounds good')).toEqual([]);
    const quote = { type: 'text', text: { body: 'this one' }, context: { from: 'x', id: 'wamid.offer-1' } };
    const [run] = await world.sends(rosa, quote);
    expect(await world.eventsOf(run!)).toEqual([{ kind: 'started', detail: { campaignId } }]);
    await campaignMessage(conversationId, 'wamid.offer-2', 1);
    expect(await world.says(rosa, 'sounds good')).toHaveLength(1);
  });
});

describe('a first message', () => {
  it('starts its flow once, and leaves later ones to any message', async () => {
    await world.publish('First', { start: node('first-message-trigger', {}) }, []);
    await world.publish('Any', { start: node('message-trigger', {}) }, []);
    const sven = world.someone();
    await world.says(sven, 'good morning');
    await world.makeTurn((await world.runsOf('First', sven))[0]!.id, 1);
    await world.sends(sven, { type: 'location', location: { latitude: 1, longitude: 2 } });
    expect(await world.runsOf('First', sven)).toHaveLength(1);
    expect(await world.runsOf('Any', sven)).toHaveLength(1);
  });
});
