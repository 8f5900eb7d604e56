/** Numbers change hands: who gets what is sent to them, and who is whom then. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { envelope, preferenceWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { loadMessages } from '../gate/load.ts';

const MINUTE_MS = 60_000;

let world: FlowWorld;
let serial = 0;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

describe('a number whose new owner was never seen before', () => {
  it('goes to a contact of its own: nothing of the former owner is theirs', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, name: 'Former', text: 'STOP' }));
    const former = await contactOf(user);
    await receive(wrote({ phone, user: newUser, name: 'New', text: 'hello' }));
    const [current] = await contactsOf(newUser);
    expect(current).toEqual({
      ...{ id: expect.not.stringMatching(former) as string, name: 'New', consent: 'unknown' },
      ...{ ids: [newUser, phone, `+${phone}`].sort(), texts: ['hello'] },
    });
    expect(await contactsOf(user)).toEqual([
      { id: former, name: 'Former', consent: 'denied', ids: [user], texts: ['STOP'] },
    ]);
  });

  it('goes to the new owner however it is written', async () => {
    const [user, newUser] = [ids().user, ids().user];
    await receive(wrote({ phone: '5521988881001', user, text: 'one' }));
    await receive(wrote({ phone: '552188881001', user, text: 'two' }));
    await receive(wrote({ phone: '552188881001', user: newUser, text: 'hello' }));
    expect((await contactsOf(user))[0]!.ids).toEqual([user]);
  });

  it('is no longer reached by what a flow of the former owner still sends', async () => {
    await world.publish(
      'Waits a day',
      {
        start: keyword('begin'),
        wait: node('delay', { mode: 'duration', durationMs: 86_400_000 }),
        tell: node('send-text', { text: 'Your results' }),
      },
      [
        ['start', 'next', 'wait'],
        ['wait', 'next', 'tell'],
      ],
    );
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'begin' }));
    const former = await contactOf(user);
    const [run] = await world.sql<{ id: string }[]>`select id from flow_runs where contact_id = ${former}`;
    await world.makeTurn(run!.id, 1);
    await receive(wrote({ phone, user: newUser, text: 'hello' }));
    await world.makeTurn(run!.id, 2, new Date(Date.now() + 86_400_001));
    const [sent] = await world.sql<{ id: string; contactId: string }[]>`
      select id, contact_id as "contactId" from messages where flow_run_id = ${run!.id} and direction = 'outbound'`;
    expect(sent!.contactId).toBe(former);
    const loaded = await loadMessages(world.sql, [sent!.id], new Date());
    expect(loaded.get(sent!.id)).toMatchObject({ waId: null, bsuid: user });
    expect((await world.rig.simulator.outbound({ to: phone, limit: 10 })).items).toEqual([]);
  });

  it('stays on the list of suppressions as a number', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'hi' }));
    const key = await createSuppressionKeys(TEST_MASTER_KEY)(world.sql, demo.orgId);
    await world.sql`
      insert into suppressions (org_id, hash, hint)
      values (${demo.orgId}, decode(${suppressionHash(key, phone)}, 'hex'), 'x')`;
    await receive(wrote({ phone, user: newUser, text: 'hello' }));
    const rows = await world.sql`
      select i.value, c.suppressed from contacts c join contact_identities i on i.contact_id = c.id
      where i.value in (${user}, ${newUser})`;
    expect([...rows]).toEqual(
      expect.arrayContaining([
        { value: user, suppressed: false },
        { value: newUser, suppressed: true },
      ]),
    );
  });

  it('makes one contact when several of their first messages arrive at once', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'hi' }));
    await Promise.all(['a', 'b', 'c'].map((text) => receive(wrote({ phone, user: newUser, text }))));
    const contacts = await contactsOf(newUser);
    expect(contacts).toHaveLength(1);
    expect(contacts[0]!.texts.sort()).toEqual(['a', 'b', 'c']);
  });

  it('takes their word about marketing for themselves', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'hi' }));
    const preference = JSON.parse(
      preferenceWebhook({ from: phone, value: 'stop', at: new Date() }),
    ) as Preference;
    for (const { value } of preference.entry[0]!.changes) {
      value.contacts[0]!.user_id = newUser;
      value.user_preferences[0]!.user_id = newUser;
    }
    await receive(JSON.stringify(preference));
    expect((await contactsOf(user))[0]!.consent).toBe('unknown');
    expect((await contactsOf(newUser))[0]!.consent).toBe('denied');
  });
});

describe('a number whose new owner is a contact already', () => {
  it('goes to them, and the two stay two', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'the former owner' }));
    await receive(wrote({ user: newUser, text: 'the new owner, number hidden' }));
    await receive(wrote({ phone, user: newUser, text: 'the new owner, number shown' }));
    expect((await contactsOf(user))[0]).toMatchObject({ ids: [user], texts: ['the former owner'] });
    expect((await contactsOf(newUser))[0]).toMatchObject({
      ids: [newUser, phone, `+${phone}`].sort(),
      texts: ['the new owner, number hidden', 'the new owner, number shown'],
    });
  });

  it('stays where it is when the delivery is older than what its owner wrote', async () => {
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'once', at: minutesAgo(9) }));
    await receive(wrote({ phone, user: newUser, text: 'now', at: minutesAgo(1) }));
    await receive(wrote({ phone, user, text: 'delivered late', at: minutesAgo(5) }));
    expect((await contactsOf(user))[0]).toMatchObject({ ids: [user], texts: ['once', 'delivered late'] });
    expect((await contactsOf(newUser))[0]!.ids).toContain(phone);
  });
});

it('is no other person when a contact known by the number alone is named with a user id for the first time', async () => {
  const { phone, user } = ids();
  await receive(textWebhook({ from: phone, wamid: wamid(), text: 'one' }));
  await receive(wrote({ phone, user, text: 'two' }));
  expect((await contactsOf(user))[0]).toMatchObject({
    ids: [user, phone, `+${phone}`].sort(),
    texts: ['one', 'two'],
  });
});

describe('user ids of two accounts', () => {
  beforeAll(async () => {
    await world.database.sql`
      with account as (
        insert into waba_accounts (org_id, app_key, meta_waba_id) values (${demo.orgId}, 'default', ${OTHER.wabaId}) returning id)
      insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
      select ${demo.orgId}, id, ${OTHER.numberId}, '+1 555 010 0002' from account`;
  });

  it('are one person’s when the accounts may be of two portfolios', async () => {
    const { phone, user } = ids();
    const elsewhere = ids().user;
    await receive(wrote({ phone, user, text: 'one' }));
    await receive(wrote({ phone, user: elsewhere, text: 'two', to: OTHER }));
    await receive(wrote({ phone, user, text: 'three' }));
    expect((await contactsOf(user))[0]).toMatchObject({
      ids: [user, elsewhere, phone, `+${phone}`].sort(),
      texts: ['one', 'two', 'three'],
    });
  });

  it('are those of two people once a user id has come on both, which says that they are of one portfolio', async () => {
    const shared = ids().user;
    await receive(wrote({ user: shared, text: 'here' }));
    await receive(wrote({ user: shared, text: 'there', to: OTHER }));
    const { phone, user } = ids();
    const newUser = ids().user;
    await receive(wrote({ phone, user, text: 'one' }));
    await receive(wrote({ phone, user: newUser, text: 'two', to: OTHER }));
    expect((await contactsOf(user))[0]!.ids).toEqual([user]);
    expect((await contactsOf(newUser))[0]!.texts).toEqual(['two']);
  });
});

describe('somebody who changes to a number that another contact has', () => {
  it('gets the number; the two stay two people, each with their own word about marketing', async () => {
    const [alice, carol] = [ids(), ids()];
    await receive(wrote({ ...alice, text: 'STOP' }));
    await receive(wrote({ ...carol, text: 'hi', at: minutesAgo(2) }));
    const carolsId = await contactOf(carol.user);
    await receive(changedNumber(alice, carol.phone));
    expect((await contactsOf(alice.user))[0]).toMatchObject({
      ids: [alice.user, ...ways(alice.phone), ...ways(carol.phone)].sort(),
      texts: ['STOP', 'x changed'],
      consent: 'denied',
    });
    expect(await contactsOf(carol.user)).toMatchObject([
      { id: carolsId, ids: [carol.user], texts: ['hi'], consent: 'unknown' },
    ]);
  });

  it('keeps it when something comes late that the other wrote before', async () => {
    const [alice, carol] = [ids(), ids()];
    await receive(wrote({ ...carol, text: 'hi', at: minutesAgo(9) }));
    await receive(wrote({ ...alice, text: 'hi', at: minutesAgo(8) }));
    await receive(changedNumber(alice, carol.phone));
    await receive(wrote({ ...carol, text: 'delivered late', at: minutesAgo(5) }));
    expect((await contactsOf(alice.user))[0]!.ids).toContain(carol.phone);
    expect((await contactsOf(carol.user))[0]).toMatchObject({
      ids: [carol.user],
      texts: ['hi', 'delivered late'],
    });
  });

  it('gets it also when nobody knew them by then', async () => {
    const [alice, carol] = [ids(), ids()];
    await receive(wrote({ ...carol, text: 'hi', at: minutesAgo(2) }));
    await receive(changedNumber(alice, carol.phone));
    expect((await contactsOf(carol.user))[0]).toMatchObject({ ids: [carol.user], texts: ['hi'] });
    expect((await contactsOf(alice.user))[0]!.ids).toContain(carol.phone);
  });

  it('is one person with a new user id when WhatsApp says that, whatever comes first', async () => {
    const alice = ids();
    const later = ids();
    await receive(wrote({ ...alice, text: 'one' }));
    const contactId = await contactOf(alice.user);
    await receive(wrote({ ...later, text: 'two' }));
    await receive(changedNumber(alice, later.phone));
    await receive(
      envelope({
        messages: [
          {
            ...{ id: wamid(), timestamp: seconds(new Date()), type: 'system' },
            system: {
              type: 'user_changed_user_id',
              previous_user_id: alice.user,
              user_id: later.user,
              body: 'x',
            },
          },
        ],
      }),
    );
    expect(await contactsOf(later.user)).toMatchObject([
      { id: contactId, texts: ['one', 'two', 'x changed', 'x'] },
    ]);
    expect((await contactsOf(later.user))[0]!.ids).toEqual(
      [alice.user, later.user, ...ways(alice.phone), ...ways(later.phone)].sort(),
    );
  });
});

const OTHER = { wabaId: '200000000000777', numberId: '100000000000777' };

interface Preference {
  entry: {
    changes: { value: { contacts: { user_id?: string }[]; user_preferences: { user_id?: string }[] } }[];
  }[];
}

interface Writing {
  phone?: string;
  user: string;
  text: string;
  name?: string;
  at?: Date;
  to?: { wabaId: string; numberId: string };
}

function wrote({ phone, user, text, name, at = new Date(), to }: Writing): string {
  const message = { id: wamid(), timestamp: seconds(at), type: 'text', text: { body: text } };
  return envelope(
    {
      contacts: [{ user_id: user, ...(name && { profile: { name } }), ...(phone && { wa_id: phone }) }],
      messages: [{ ...message, from_user_id: user, ...(phone && { from: phone }) }],
    },
    to,
  );
}

function changedNumber({ phone, user }: { phone: string; user: string }, number: string): string {
  const system = { type: 'user_changed_number', wa_id: number, body: 'x changed' };
  const message = { id: wamid(), timestamp: seconds(new Date()), type: 'system', system };
  return envelope({ messages: [{ ...message, from: phone, from_user_id: user }] });
}

/** As the relay does: what fails for a passing reason (a deadlock) is done again. */
async function receive(body: string): Promise<void> {
  for (;;) {
    try {
      await world.rig.receive(body);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

function ids(): { phone: string; user: string } {
  serial += 1;
  const end = String(serial).padStart(4, '0');
  return { phone: `1555301${end}`, user: `US.8000${end}` };
}

async function contactOf(user: string): Promise<string> {
  return (await contactsOf(user))[0]!.id;
}

function contactsOf(user: string) {
  return world.sql<{ id: string; name: string | null; consent: string; ids: string[]; texts: string[] }[]>`
    select c.id, c.name, c.marketing_consent as consent,
      array(select i.value from contact_identities i where i.contact_id = c.id order by i.value collate "C") as ids,
      array(select m.text from messages m where m.contact_id = c.id and m.direction = 'inbound' order by m.created_at, m.id) as texts
    from contacts c join contact_identities u on u.contact_id = c.id and u.value = ${user}`.then((rows) => [
    ...rows,
  ]);
}

const ways = (phone: string) => [phone, `+${phone}`];
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
const wamid = () => `wamid.strangers-${(serial += 1)}`;
