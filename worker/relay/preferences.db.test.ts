/** What people tell WhatsApp itself about marketing messages, from the delivery to the ledger and the contact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFlowWorld, type FlowWorld, type Person } from '../../local/testing/flow-world.ts';
import { preferenceWebhook } from '../../local/testing/webhooks.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

describe('a person who stops marketing messages in WhatsApp', () => {
  it('is refused to them from then on, by an entry of the ledger that names Meta', async () => {
    const person = world.someone();
    await world.says(person, 'just a note');
    const at = secondsAgo(60);
    await tells(person, 'stop', at);
    expect(await consentOf(person)).toBe('denied');
    expect(await ledgerOf(person)).toEqual([
      {
        ...{ purpose: 'marketing', state: 'denied', source: 'userPreferences', actor: 'meta', at },
        evidence: { value: 'stop', category: 'marketing_messages', signupId: null },
      },
    ]);
  });

  it('is a new contact when nobody knew them', async () => {
    const person = world.someone();
    await tells(person, 'stop', secondsAgo(60));
    expect(await consentOf(person)).toBe('denied');
  });

  it('counts once when the delivery comes twice, also at the same time', async () => {
    const person = world.someone();
    const at = secondsAgo(60);
    await world.says(person, 'just a note');
    await Promise.all([tells(person, 'stop', at), tells(person, 'stop', at)]);
    await tells(person, 'stop', at);
    expect(await ledgerOf(person)).toHaveLength(1);
    expect(await changesOf(person)).toEqual([{ value: 'denied', previous: 'unknown' }]);
  });
});

describe('a person who resumes them', () => {
  it('may get them again; the ledger keeps both', async () => {
    const person = world.someone();
    await tells(person, 'stop', secondsAgo(120));
    await tells(person, 'resume', secondsAgo(60));
    expect(await consentOf(person)).toBe('granted');
    expect((await ledgerOf(person)).map(({ state }) => state)).toEqual(['denied', 'granted']);
  });

  it('counts by when they said so, not by when it was delivered', async () => {
    const person = world.someone();
    await tells(person, 'resume', secondsAgo(60));
    await tells(person, 'stop', secondsAgo(120));
    expect(await consentOf(person)).toBe('granted');
  });

  it('stays so when the earlier stop is delivered again', async () => {
    const person = world.someone();
    const stoppedAt = secondsAgo(120);
    await tells(person, 'stop', stoppedAt);
    await tells(person, 'resume', secondsAgo(60));
    await tells(person, 'stop', stoppedAt);
    expect(await consentOf(person)).toBe('granted');
    expect(await ledgerOf(person)).toHaveLength(2);
  });
});

describe('a preference for which Meta gives no time', () => {
  it('counts once when it comes again, also at the same time or with another time on its envelope', async () => {
    const person = world.someone();
    await world.says(person, 'just a note');
    await Promise.all([tells(person, 'stop', null), tells(person, 'stop', null)]);
    await tells(person, 'stop', null);
    await tellsInEnvelopeOf(1_795_000_000, person, 'stop');
    await tellsInEnvelopeOf(1_795_000_060, person, 'stop');
    expect(await ledgerOf(person)).toHaveLength(1);
  });

  it('is a stop again after a resume, but a resume that comes again takes no stop back', async () => {
    const person = world.someone();
    await tells(person, 'stop', null);
    await tells(person, 'resume', null);
    expect(await consentOf(person)).toBe('granted');
    await tells(person, 'stop', null);
    expect(await consentOf(person)).toBe('denied');
    await tells(person, 'resume', null);
    expect(await consentOf(person)).toBe('denied');
    expect((await ledgerOf(person)).map(({ state }) => state)).toEqual(['denied', 'granted', 'denied']);
  });

  it('is an entry of its own beside what the person said elsewhere', async () => {
    const person = world.someone();
    await tells(person, 'stop', null);
    await world.sql`
      insert into consent_events (org_id, contact_id, state, source, actor, at)
      values (${demo.orgId}, ${await contactIdOf(person)}, 'granted', 'form', 'contact', now())`;
    await tells(person, 'stop', null);
    expect((await ledgerOf(person)).map(({ state }) => state)).toEqual(['denied', 'granted', 'denied']);
  });
});

const tells = ({ number }: Person, value: 'stop' | 'resume', at: Date | null) =>
  world.rig.receive(preferenceWebhook({ from: number, value, at }));

function tellsInEnvelopeOf(seconds: number, { number }: Person, value: 'stop' | 'resume') {
  const body = JSON.parse(preferenceWebhook({ from: number, value, at: null })) as { entry: object[] };
  return world.rig.receive(
    JSON.stringify({ ...body, entry: body.entry.map((entry) => ({ ...entry, time: seconds })) }),
  );
}

/** Whole seconds, as webhooks have them. */
const secondsAgo = (seconds: number) => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);

async function contactIdOf({ number }: Person): Promise<string> {
  const rows = await world.sql<{ id: string }[]>`
    select distinct contact_id as id from contact_identities where kind = 'wa_id' and value = ${number}`;
  expect(rows).toHaveLength(1);
  return rows[0]!.id;
}

async function consentOf(person: Person): Promise<string> {
  const [row] = await world.sql<{ consent: string }[]>`
    select marketing_consent as consent from contacts where id = ${await contactIdOf(person)}`;
  return row!.consent;
}

async function ledgerOf(person: Person) {
  const rows = await world.sql<{ state: string }[]>`
    select purpose, state, source, actor, evidence, at from consent_events
    where contact_id = ${await contactIdOf(person)} order by at`;
  return [...rows];
}

async function changesOf(person: Person) {
  const rows = await world.sql<{ detail: object }[]>`
    select detail from contact_events where contact_id = ${await contactIdOf(person)} and kind = 'consent_changed' order by id`;
  return rows.map(({ detail }) => detail);
}
