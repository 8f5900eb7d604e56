/** At most so many messages that nobody asked for, over all flows, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  question,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';

const HOUR_MS = 3_600_000;
const oncePerHour = { frequencyCap: { max: 1, periodMs: HOUR_MS } };

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  const says = (text: string) => node('send-text', { text });
  await world.publish('Offer', { start: tagged('offer'), say: says('Offer') }, [['start', 'next', 'say']]);
  await world.publish(
    'News',
    { start: tagged('news'), say: says('News') },
    [['start', 'next', 'say']],
    oncePerHour,
  );
  await world.publish(
    'Insists',
    { start: tagged('insists'), first: says('First'), second: says('Second') },
    [
      ['start', 'next', 'first'],
      ['first', 'failed', 'second'],
    ],
    oncePerHour,
  );
  await world.publish(
    'Survey',
    { start: tagged('survey'), ask: question('Happy?'), thank: says('Thanks') },
    [
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'thank'],
    ],
    oncePerHour,
  );
  await world.publish(
    'Listens',
    {
      start: tagged('listens'),
      wait: node('wait-for-event', { event: { kind: 'replied' }, saves: [], timeoutMs: null }),
      thank: says('Heard'),
    },
    [
      ['start', 'next', 'wait'],
      ['wait', 'happened', 'thank'],
    ],
    oncePerHour,
  );
  await world.publish(
    'Prices',
    { start: keyword('how much'), say: says('10') },
    [['start', 'next', 'say']],
    oncePerHour,
  );
});
afterAll(() => world?.stop());

describe('a flow with a frequency cap', () => {
  it('holds its message back when another flow has written in the period', async () => {
    const person = await someoneKnown();
    const now = new Date();
    await world.makeTurn(await world.tag(person, 'offer'), 1, now);
    const news = await world.tag(person, 'news');
    const held = await world.makeTurn(news, 1, new Date(now.getTime() + HOUR_MS / 2));
    expect(held).toMatchObject({
      kind: 'wait',
      wakeAt: new Date(now.getTime() + HOUR_MS).toISOString(),
      place: { stage: 'delayed', nodeId: 'say' },
    });
    expect(await world.textsTo(person)).toEqual(['Offer']);
  });

  it('sends it when the period is over', async () => {
    const person = await someoneKnown();
    const now = new Date();
    await world.makeTurn(await world.tag(person, 'offer'), 1, now);
    const news = await world.tag(person, 'news');
    await world.makeTurn(news, 1, now);
    const ended = await world.makeTurn(news, 2, new Date(now.getTime() + HOUR_MS));
    expect(ended).toMatchObject({ kind: 'ended', outcome: 'completed' });
    expect(await world.textsTo(person)).toEqual(['Offer', 'News']);
  });

  it('answers at once whoever replies to what it asked', async () => {
    const person = await someoneKnown();
    const survey = await world.tag(person, 'survey');
    await world.makeTurn(survey, 1);
    await world.says(person, 'Very');
    await world.makeTurn(survey, 2);
    expect(await world.textsTo(person)).toEqual(['Happy?', 'Thanks']);
  });

  it('answers at once whoever writes while it waits for any message', async () => {
    const person = await someoneKnown();
    await world.makeTurn(await world.tag(person, 'offer'), 1);
    const listening = await world.tag(person, 'listens');
    await world.makeTurn(listening, 1);
    await world.says(person, 'Tell me');
    await world.makeTurn(listening, 2);
    expect(await world.textsTo(person)).toEqual(['Offer', 'Heard']);
  });

  it('answers at once whoever begins it by a message', async () => {
    const person = await someoneKnown();
    await world.makeTurn(await world.tag(person, 'offer'), 1);
    const [prices] = await world.says(person, 'how much');
    await world.makeTurn(prices!, 1);
    expect(await world.textsTo(person)).toEqual(['Offer', '10']);
  });

  it('doesn’t count answers', async () => {
    const person = await someoneKnown();
    const [prices] = await world.says(person, 'how much');
    await world.makeTurn(prices!, 1);
    await world.makeTurn(await world.tag(person, 'news'), 1);
    expect(await world.textsTo(person)).toEqual(['10', 'News']);
  });

  it('doesn’t count what WhatsApp refused', async () => {
    const person = await someoneKnown();
    await world.rig.simulator.addFault({
      ...{ match: { to: person.number }, times: 1 },
      action: { error: { status: 400, code: 131026 } },
    });
    await world.makeTurn(await world.tag(person, 'offer'), 1);
    await world.makeTurn(await world.tag(person, 'news'), 1);
    expect(await world.textsTo(person)).toEqual(['News']);
  });

  it('doesn’t count its own message that WhatsApp refused in the same turn', async () => {
    const person = await someoneKnown();
    await world.rig.simulator.addFault({
      ...{ match: { to: person.number }, times: 1 },
      action: { error: { status: 400, code: 131026 } },
    });
    await world.makeTurn(await world.tag(person, 'insists'), 1);
    expect(await world.textsTo(person)).toEqual(['Second']);
  });

  it('doesn’t count what another person got', async () => {
    const [one, other] = [await someoneKnown(), await someoneKnown()];
    await world.makeTurn(await world.tag(one, 'offer'), 1);
    await world.makeTurn(await world.tag(other, 'news'), 1);
    expect(await world.textsTo(other)).toEqual(['News']);
  });
});

const tagged = (tag: string) => node('tag-trigger', { tag });

/** Their window is open, and no flow has written to them. */
async function someoneKnown(): Promise<Person> {
  const person = world.someone();
  await world.says(person, 'just a note');
  return person;
}
