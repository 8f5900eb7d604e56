import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCampaignDoc, type CampaignDoc } from '../../core/campaigns/document.ts';
import type { CampaignStatus } from '../../core/campaigns/statuses.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { inBetween } from '../../local/testing/in-between.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  admin = api.ours.users.admin.token;
});
afterAll(() => api.close());
beforeEach(() => setApproval(false));

const setApproval = (campaignApproval: boolean) =>
  api.call('updateOrganization', { token: admin, params: { org }, body: { campaignApproval } });

/** Everybody gets the reminder, and nothing is wrong with it. */
function sound(): CampaignDoc {
  const doc = newCampaignDoc();
  doc.audience.include = [{ kind: 'all' }];
  doc.variants[0]!.template = { name: 'reminder', language: 'en', header: [], body: ['you'] };
  return doc;
}

async function draft(change: (doc: CampaignDoc) => void = () => {}, body: object = {}) {
  const doc = sound();
  change(doc);
  const made = await api.call('createCampaign', {
    ...{ token: admin, params: { org } },
    body: { name: 'C', phoneNumberId: api.ours.phoneNumberId, doc, ...body },
  });
  return { org, campaign: made.id };
}

const start = (params: Awaited<ReturnType<typeof draft>>, token = admin) =>
  api.call('startCampaign', { token, params });
const wakeUps = async (campaign: string) =>
  (await api.database.sql`select 1 from private.outbox where topic = 'campaign' and key = ${campaign}`)
    .length;
const setStatus = (id: string, status: string) =>
  api.database.sql`update public.campaigns set status = ${status} where id = ${id}`;

async function problemsOf(params: Awaited<ReturnType<typeof draft>>) {
  const refused = await api.refused('startCampaign', 422, { token: admin, params });
  expect(refused).toMatchObject({ code: 'campaign_has_errors' });
  const { campaignProblems = [], errors } = refused;
  expect(errors).toEqual(campaignProblems.map(({ field, message }) => ({ field, message })));
  expect(campaignProblems.every(({ severity }) => severity === 'error')).toBe(true);
  return campaignProblems.map(({ code, field }) => `${code} ${field}`);
}

describe('startCampaign', () => {
  it('schedules a sound draft for now, in the name of who starts it, and wakes its workflow', async () => {
    const params = await draft((doc) => (doc.delivery.ratePerSecond = 5));
    const before = Date.now();
    const started = await start(params);
    expect(started).toMatchObject({
      ...{ status: 'scheduled', stage: 'waiting', requestedBy: 'admin-1', ratePerSecond: 5, counts: null },
    });
    const startsAt = Date.parse(started.startsAt!);
    expect(startsAt).toBeGreaterThanOrEqual(before);
    expect(startsAt).toBeLessThanOrEqual(Date.now());
    expect(await wakeUps(params.campaign)).toBe(1);
    const again = await api.refused('startCampaign', 409, { token: admin, params });
    expect(again.code).toBe('wrong_campaign_status');
    expect(await wakeUps(params.campaign)).toBe(1);
  });

  it('takes the time of the document where the organisation is', async () => {
    await api.call('updateOrganization', {
      ...{ token: admin, params: { org } },
      body: { timeZone: 'Europe/Berlin' },
    });
    const at = await start(await draft((doc) => (doc.delivery.startsAt = '2099-12-24T09:30')));
    expect(at.startsAt).toBe('2099-12-24T08:30:00.000Z');
    const local = await start(
      await draft((doc) => {
        doc.delivery.startsAt = '2099-12-24T09:30';
        doc.delivery.timing = 'localTime';
      }),
    );
    expect(local.startsAt).toBe('2099-12-23T19:30:00.000Z');
  });

  it('tells all that the campaign lacks', async () => {
    const params = await draft(() => {}, { phoneNumberId: null, doc: newCampaignDoc() });
    expect(await problemsOf(params)).toEqual([
      'number_missing phoneNumberId',
      'audience_empty audience.include',
      'template_missing variants.0.template.name',
    ]);
    expect(await api.call('getCampaign', { token: admin, params })).toMatchObject({ status: 'draft' });
    expect(await wakeUps(params.campaign)).toBe(0);
  });

  it('knows the templates of the account of its number only', async () => {
    const { sql } = api.database;
    const [waba, number] = [randomUUID(), randomUUID()];
    await sql`
      insert into public.waba_accounts (id, org_id, app_key, meta_waba_id, name)
      values (${waba}, ${org}, 'fixture', ${waba}, 'Other')`;
    await sql`
      insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name)
      values (${number}, ${org}, ${waba}, ${number}, '+1 555', 'Other')`;
    const params = await draft(() => {}, { phoneNumberId: number });
    expect(await problemsOf(params)).toEqual(['template_unknown variants.0.template.name']);
  });

  it('refuses a time that is over', async () => {
    const params = await draft((doc) => (doc.delivery.startsAt = '2026-01-01T09:30'));
    expect(await problemsOf(params)).toEqual(['start_in_the_past delivery.startsAt']);
  });

  it('refuses an audience that names what does not exist, or is another organisation’s', async () => {
    const segmentOf = async (orgId: string) => {
      const [row] = await api.database.sql<{ id: string }[]>`
        insert into public.segments (org_id, name, rules)
        values (${orgId}, ${randomUUID()}, ${api.database.sql.json({ kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'x' }] })})
        returning id`;
      return row!.id;
    };
    const [ours, theirs] = [await segmentOf(org), await segmentOf(api.theirs.id)];
    const earlier = await draft();
    const { contactId } = api.ours;
    const gone = randomUUID();
    const params = await draft((doc) => {
      doc.audience.include = [
        { kind: 'segment', segmentId: ours },
        { kind: 'segment', segmentId: theirs },
        { kind: 'campaign', campaignId: earlier.campaign, result: 'was-not-read' },
        { kind: 'campaign', campaignId: gone, result: 'was-read' },
        { kind: 'contacts', contactIds: [contactId, gone] },
        { kind: 'contacts', contactIds: [api.theirs.contactId] },
      ];
      doc.audience.exclude = [
        { kind: 'tag', tag: 'nobody has it' },
        { kind: 'segment', segmentId: theirs },
      ];
    });
    expect(await problemsOf(params)).toEqual([
      'audience_unknown audience.include.1.segmentId',
      'audience_unknown audience.include.3.campaignId',
      'audience_unknown audience.include.5.contactIds',
      'audience_unknown audience.exclude.1.segmentId',
    ]);
  });

  it('refuses an audience that names a thing of another kind', async () => {
    const { campaign } = await draft();
    const segment = await api.call('createSegment', {
      ...{ token: admin, params: { org } },
      body: { name: 'Kinds', rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'x' }] } },
    });
    const params = await draft((doc) => {
      doc.audience.include = [
        { kind: 'segment', segmentId: campaign },
        { kind: 'campaign', campaignId: segment.id, result: 'was-read' },
        { kind: 'contacts', contactIds: [campaign] },
      ];
      doc.audience.exclude = [{ kind: 'segment', segmentId: api.ours.contactId }];
    });
    expect(await problemsOf(params)).toEqual([
      'audience_unknown audience.include.0.segmentId',
      'audience_unknown audience.include.1.campaignId',
      'audience_unknown audience.include.2.contactIds',
      'audience_unknown audience.exclude.0.segmentId',
    ]);
  });

  it('goes out although some of the people it names are gone', async () => {
    const contactIds = [api.ours.contactId.toUpperCase(), randomUUID()];
    const params = await draft((doc) => (doc.audience.include = [{ kind: 'contacts', contactIds }]));
    expect(await start(params)).toMatchObject({ status: 'scheduled' });
  });

  it('waits for approval where the organisation asks for it', async () => {
    await setApproval(true);
    const params = await draft();
    expect(await start(params)).toMatchObject({ status: 'awaitingApproval', stage: null, approvedBy: null });
    expect(await wakeUps(params.campaign)).toBe(0);
  });
});

describe('the approval of a campaign', () => {
  beforeEach(() => setApproval(true));

  it('is the word of somebody else, who is named', async () => {
    const params = await draft();
    await start(params);
    const own = await api.refused('approveCampaign', 409, { token: admin, params });
    expect(own.code).toBe('own_approval');
    const approved = await api.call('approveCampaign', { token: api.ours.users.owner.token, params });
    expect(approved).toMatchObject({ status: 'scheduled', requestedBy: 'admin-1', approvedBy: 'owner-1' });
    expect(await wakeUps(params.campaign)).toBe(1);
  });

  it('is no matter of keys, nor of who made the key that started it', async () => {
    const made = await api.call('createApiKey', {
      ...{ token: admin, params: { org } },
      body: { name: 'Shop', role: 'admin' },
    });
    const params = await draft();
    await start(params, made.key);
    expect((await api.refused('approveCampaign', 403, { token: made.key, params })).code).toBe('people_only');
    expect((await api.refused('approveCampaign', 409, { token: admin, params })).code).toBe('own_approval');
    const approved = await api.call('approveCampaign', { token: api.ours.users.owner.token, params });
    expect(approved).toMatchObject({ status: 'scheduled', requestedBy: 'Shop' });
  });

  it('is asked for again after the campaign was withdrawn', async () => {
    const params = await draft();
    await start(params);
    await api.call('approveCampaign', { token: api.ours.users.owner.token, params });
    const withdrawn = await api.call('withdrawCampaign', { token: admin, params });
    expect(withdrawn).toMatchObject({ status: 'draft', requestedBy: null, approvedBy: null, startsAt: null });
    expect(await start(params)).toMatchObject({ status: 'awaitingApproval' });
  });
});

describe('the course of a campaign', () => {
  const commands = {
    ...{ startCampaign: ['draft'], approveCampaign: ['awaitingApproval'] },
    ...{ withdrawCampaign: ['awaitingApproval', 'scheduled'], pauseCampaign: ['running', 'paused'] },
    ...{ resumeCampaign: ['paused', 'running'], cancelCampaign: ['running', 'paused', 'cancelled'] },
  } as const satisfies Record<string, readonly CampaignStatus[]>;
  const statuses = [
    ...(['draft', 'awaitingApproval', 'scheduled', 'running'] as const),
    ...(['paused', 'completed', 'cancelled', 'failed'] as const),
  ];

  it.each(Object.entries(commands))('%s is possible in its states only', async (command, possible) => {
    const name = command as keyof typeof commands;
    for (const status of statuses) {
      const params = await draft();
      await setStatus(params.campaign, status);
      const call = { token: api.ours.users.owner.token, params };
      if ((possible as readonly string[]).includes(status)) await api.call(name, call);
      else expect((await api.refused(name, 409, call)).code).toBe('wrong_campaign_status');
    }
  });

  it('pauses, goes on and ends by people, and nothing happens by the same word twice', async () => {
    const params = await draft();
    await start(params);
    await setStatus(params.campaign, 'running');
    const call = { token: admin, params };
    for (let n = 0; n < 2; n += 1)
      expect(await api.call('pauseCampaign', call)).toMatchObject({ status: 'paused', pauseReason: null });
    expect(await wakeUps(params.campaign)).toBe(2);
    expect(await api.call('resumeCampaign', call)).toMatchObject({ status: 'running' });
    const cancelled = await api.call('cancelCampaign', call);
    expect(cancelled).toMatchObject({ status: 'cancelled', stage: null });
    expect(cancelled.endedAt).not.toBeNull();
    expect(await api.call('cancelCampaign', call)).toEqual(cancelled);
  });

  it('gets faster and slower until it is over', async () => {
    const params = await draft();
    const call = (ratePerSecond: number | null) => ({ token: admin, params, body: { ratePerSecond } });
    const asDraft = await api.call('setCampaignRate', call(9));
    expect(asDraft).toMatchObject({ ratePerSecond: 9, doc: { delivery: { ratePerSecond: 9 } } });
    await setStatus(params.campaign, 'running');
    expect(await api.call('setCampaignRate', call(1_000))).toMatchObject({ ratePerSecond: 1_000 });
    expect(await api.call('setCampaignRate', call(null))).toMatchObject({ ratePerSecond: null });
    await setStatus(params.campaign, 'cancelled');
    await api.database.sql`update public.campaigns set ended_at = now() where id = ${params.campaign}`;
    expect((await api.refused('setCampaignRate', 409, call(1))).code).toBe('wrong_campaign_status');
    await api.refused('setCampaignRate', 422, call(0));
    await api.refused('setCampaignRate', 422, call(1_001));
  });

  it('is no matter of agents, viewers and other organisations', async () => {
    const params = await draft();
    await start(params);
    const body = { ratePerSecond: 1 };
    for (const name of [...Object.keys(commands), 'setCampaignRate'] as (keyof typeof commands)[]) {
      const call = name === ('setCampaignRate' as never) ? { body } : {};
      for (const token of [api.ours.users.agent.token, api.ours.users.viewer.token])
        await api.refused(name, 403, { token, params, ...call });
      const theirs = { org: api.theirs.id, campaign: params.campaign };
      await api.refused(name, 404, { token: api.theirs.users.owner.token, params: theirs, ...call });
    }
    expect(await api.call('getCampaign', { token: admin, params })).toMatchObject({ status: 'scheduled' });
  });
});

describe('a segment', () => {
  it('is kept while a campaign that was started names it', async () => {
    const rules = { kind: 'all' as const, of: [{ kind: 'tag' as const, op: 'has' as const, value: 'vip' }] };
    const segment = await api.call('createSegment', {
      ...{ token: admin, params: { org } },
      body: { name: 'Kept', rules },
    });
    const call = { token: admin, params: { org, segment: segment.id } };
    const params = await draft((doc) => {
      doc.audience.exclude = [{ kind: 'segment', segmentId: segment.id.toUpperCase() }];
    });
    await start(params);
    const refused = await api.refused('deleteSegment', 409, call);
    expect(refused.code).toBe('segment_in_use');
    expect(refused.detail).toContain('“C”');
    await api.call('withdrawCampaign', { token: admin, params });
    await api.call('deleteSegment', call);
  });

  it('is kept when a campaign with it is started in the moment in which it is deleted', async () => {
    const { sql } = api.database;
    const rules = { kind: 'all' as const, of: [{ kind: 'tag' as const, op: 'has' as const, value: 'vip' }] };
    const segment = await api.call('createSegment', {
      ...{ token: admin, params: { org } },
      body: { name: 'Contested', rules },
    });
    const params = await draft((doc) => {
      doc.audience.exclude = [{ kind: 'segment', segmentId: segment.id }];
    });
    const [started, deleted] = await inBetween(
      sql,
      'private.outbox',
      () => start(params),
      () => api.send('deleteSegment', { token: admin, params: { org, segment: segment.id } }),
    );
    expect(started.status).toBe('scheduled');
    expect(deleted.status).toBe(409);
  });
});
