import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCampaignDoc } from '../../core/campaigns/document.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
let viewer: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  admin = api.ours.users.admin.token;
  viewer = api.ours.users.viewer.token;
});
afterAll(() => api.close());

const create = (name: string, body: object = {}, token = admin) =>
  api.call('createCampaign', { token, params: { org }, body: { name, ...body } });
const setStatus = (id: string, status: string) =>
  api.database.sql`update public.campaigns set status = ${status} where id = ${id}`;

describe('drafts of campaigns', () => {
  it('are made empty, changed field by field and deleted', async () => {
    const made = await create('Winter sale');
    expect(made).toMatchObject({
      ...{ name: 'Winter sale', status: 'draft', doc: newCampaignDoc(), phoneNumberId: null },
      ...{ counts: null, stage: null, startsAt: null, templateName: null, requestedBy: null },
      workflowId: `camp/${org}/${made.id}`,
    });
    const params = { org, campaign: made.id };
    const { phoneNumberId } = api.ours;
    const doc = newCampaignDoc();
    doc.delivery.ratePerSecond = 7;
    doc.variants[0]!.template.name = 'reminder';
    await api.call('updateCampaign', { token: admin, params, body: { doc } });
    await api.call('updateCampaign', { token: admin, params, body: { phoneNumberId } });
    const renamed = await api.call('updateCampaign', { token: admin, params, body: { name: 'Spring' } });
    expect(renamed).toMatchObject({
      name: 'Spring',
      phoneNumberId,
      doc,
      templateName: 'reminder',
      ratePerSecond: 7,
    });
    expect(await api.call('getCampaign', { token: viewer, params })).toEqual(renamed);
    await api.call('updateCampaign', { token: admin, params, body: { phoneNumberId: null } });
    expect(await api.call('getCampaign', { token: viewer, params })).toMatchObject({ phoneNumberId: null });
    expect(await api.call('deleteCampaign', { token: admin, params })).toEqual({ id: made.id });
    await api.refused('getCampaign', 404, { token: viewer, params });
    await api.refused('updateCampaign', 404, { token: admin, params, body: {} });
    await api.refused('deleteCampaign', 404, { token: admin, params });
  });

  it('change nothing by an empty change', async () => {
    const made = await create('As it was', { phoneNumberId: api.ours.phoneNumberId });
    const params = { org, campaign: made.id };
    expect(await api.call('updateCampaign', { token: admin, params, body: {} })).toEqual(made);
  });

  it('send from a number of the organisation only', async () => {
    const { id } = await create('Number of others');
    const body = { name: 'X', phoneNumberId: api.theirs.phoneNumberId };
    for (const refused of [
      await api.refused('createCampaign', 422, { token: admin, params: { org }, body }),
      await api.refused('updateCampaign', 422, { token: admin, params: { org, campaign: id }, body }),
    ])
      expect(refused.errors).toEqual([expect.objectContaining({ field: 'phoneNumberId' })]);
  });

  it('are changed and deleted no more once they were started', async () => {
    const { id } = await create('Started');
    const params = { org, campaign: id };
    for (const status of ['awaitingApproval', 'scheduled', 'running', 'paused', 'completed']) {
      await setStatus(id, status);
      const changed = await api.refused('updateCampaign', 409, { token: admin, params, body: { name: 'X' } });
      const deleted = await api.refused('deleteCampaign', 409, { token: admin, params });
      expect([changed.code, deleted.code]).toEqual(['wrong_campaign_status', 'wrong_campaign_status']);
    }
    expect(await api.call('getCampaign', { token: viewer, params })).toMatchObject({ name: 'Started' });
  });

  it('are written by admins only, and seen by nobody of another organisation', async () => {
    const { id } = await create('Ours only');
    const params = { org, campaign: id };
    for (const token of [viewer, api.ours.users.agent.token]) {
      await api.refused('createCampaign', 403, { token, params: { org }, body: { name: 'X' } });
      await api.refused('updateCampaign', 403, { token, params, body: { name: 'X' } });
      await api.refused('deleteCampaign', 403, { token, params });
    }
    const theirs = { token: api.theirs.users.owner.token, params: { org: api.theirs.id, campaign: id } };
    await api.refused('getCampaign', 404, theirs);
    await api.refused('updateCampaign', 404, { ...theirs, body: { name: 'X' } });
    await api.refused('deleteCampaign', 404, theirs);
  });

  it('tell who made them by name, also of a key that was revoked', async () => {
    const key = await api.call('createApiKey', {
      ...{ token: admin, params: { org } },
      body: { name: 'Shop', role: 'admin' },
    });
    const byKey = await create('By key', {}, key.key);
    await api.call('revokeApiKey', { token: admin, params: { org, key: key.id } });
    const byPerson = await create('By person');
    expect(byPerson.createdBy).toBe('admin-1');
    const params = { org, campaign: byKey.id };
    expect(await api.call('getCampaign', { token: viewer, params })).toMatchObject({ createdBy: 'Shop' });
  });
});

describe('the list of campaigns', () => {
  it('shows the newest first, page by page, also those of one moment', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.push((await create(`Page ${n}`)).id);
    await api.database.sql`
      update public.campaigns set created_at = '2026-01-01T00:00:00Z' where id = any (${made.slice(0, 3)}::uuid[])`;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = {
        limit: 2,
        search: 'page',
        ...(cursor ? { cursor } : {}),
      };
      const page = await api.call('listCampaigns', { token: viewer, params: { org }, query });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([made[4], made[3], ...made.slice(0, 3).sort().reverse()]);
  });

  it('finds by part of the name in any case, without wildcards, and by status', async () => {
    const { id } = await create('100% Wool_Sale');
    await create('100 Wool Sale');
    const named = async (query: Record<string, string>) =>
      (await api.call('listCampaigns', { token: viewer, params: { org }, query })).items.map(
        ({ name }) => name,
      );
    expect(await named({ search: '0% wool_' })).toEqual(['100% Wool_Sale']);
    expect(await named({ search: '%' })).toEqual(['100% Wool_Sale']);
    await setStatus(id, 'paused');
    expect(await named({ status: 'paused', search: 'wool' })).toEqual(['100% Wool_Sale']);
    expect(await named({ status: 'draft', search: 'wool' })).toEqual(['100 Wool Sale']);
    expect(await named({ status: 'failed' })).toEqual([]);
  });

  it('refuses a cursor of another list', async () => {
    const query = { cursor: Buffer.from(JSON.stringify(['x', randomUUID()])).toString('base64url') };
    await api.refused('listCampaigns', 422, { token: viewer, params: { org }, query });
  });
});
