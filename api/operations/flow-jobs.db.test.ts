import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let flow: string;
const admin = () => api.ours.users.admin.token;
const inOurs = () => ({ org: api.ours.id });
const asked = (token: string) =>
  api.call('createFlowJob', { token, params: { ...inOurs(), flow }, body: { kind: 'exit' } });

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  const made = await api.call('createFlow', {
    token: admin(),
    params: inOurs(),
    body: { name: 'Aftercare' },
  });
  flow = made.id;
});
afterAll(() => api.close());

describe('who began a job', () => {
  it('is a key by its name, for everybody who sees the job, also once the key is revoked', async () => {
    const made = await api.call('createApiKey', {
      token: admin(),
      params: inOurs(),
      body: { name: 'Zapier', role: 'admin' },
    });
    const job = await asked(made.key);
    const createdBy = { kind: 'apiKey', name: 'Zapier' };
    expect(job.createdBy).toEqual(createdBy);

    await api.call('revokeApiKey', { token: admin(), params: { ...inOurs(), key: made.id } });
    const viewer = api.ours.users.viewer.token;
    const list = await api.call('listFlowJobs', { token: viewer, params: inOurs(), query: {} });
    expect(list.items.find(({ id }) => id === job.id)?.createdBy).toEqual(createdBy);
    const one = await api.call('getFlowJob', { token: viewer, params: { ...inOurs(), job: job.id } });
    expect(one.createdBy).toEqual(createdBy);
    expect(JSON.stringify([list, one])).not.toContain(made.id);
  });

  it('is a member by their name', async () => {
    const job = await asked(admin());
    expect(job.createdBy).toMatchObject({ kind: 'user', name: expect.any(String) as string });
  });
});
