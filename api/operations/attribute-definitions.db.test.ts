import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
let agent: string;
let serial = 0;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  ({ id: org } = api.ours);
  admin = api.ours.users.admin.token;
  agent = api.ours.users.agent.token;
});
afterAll(() => api.close());

const define = (body: object) =>
  api.call('createAttributeDefinition', { token: admin, params: { org }, body });
const create = (attributes: object) =>
  ({
    token: agent,
    params: { org },
    body: { phone: `1555080${String((serial += 1)).padStart(4, '0')}`, attributes },
  }) as const;

describe('a defined attribute', () => {
  it('takes values of its type only, and names each field that is wrong', async () => {
    await define({ key: 'age', label: 'Age', type: 'number' });
    await define({ key: 'birthday', label: 'Birthday', type: 'date' });
    await define({ key: 'plan', label: 'Plan', type: 'choice', options: ['Gold', 'Silver'] });
    const right = { age: 36, birthday: '1990-02-28', plan: 'Gold', anything: 'goes' };
    const contact = await api.call('createContact', create(right));
    expect(contact.attributes).toEqual(right);
    const wrong = { age: 'old', birthday: '30.2.1990', plan: 'Bronze', anything: 7 };
    const refusals = [
      await api.refused('createContact', 422, create(wrong)),
      await api.refused('updateContact', 422, {
        token: agent,
        params: { org, contact: contact.id },
        body: { attributes: wrong },
      }),
    ];
    for (const { errors } of refusals) {
      expect(errors?.map(({ field }) => field)).toEqual([
        'attributes.age',
        'attributes.birthday',
        'attributes.plan',
      ]);
    }
    const body = { attributes: { age: null } };
    const cleared = await api.call('updateContact', {
      token: agent,
      params: { org, contact: contact.id },
      body,
    });
    expect(cleared.attributes).not.toHaveProperty('age');
  });

  it('takes what can be read as its type, and keeps it as that', async () => {
    await define({ key: 'visits', label: 'Visits', type: 'number' });
    await define({ key: 'since', label: 'Since', type: 'date' });
    await define({ key: 'tier', label: 'Tier', type: 'choice', options: ['Gold', 'Silver'] });
    await define({ key: 'code', label: 'Code', type: 'text' });
    const given = { visits: '36', since: '28.2.1990', tier: 'gold', code: 7, free: '36' };
    const read = { visits: 36, since: '1990-02-28', tier: 'Gold', code: '7', free: '36' };
    const { id, attributes } = await api.call('createContact', create(given));
    expect(attributes).toEqual(read);
    const change = {
      token: agent,
      params: { org, contact: id },
      body: { attributes: { ...given, visits: ' ' } },
    };
    const { visits: _, ...rest } = read;
    expect((await api.call('updateContact', change)).attributes).toEqual(rest);
  });

  it('is known with its type before anybody has it', async () => {
    await define({ key: 'joined', label: 'Joined', type: 'date' });
    const fields = await api.call('listContactFields', { token: agent, params: { org } });
    expect(fields.attributes.find(({ name }) => name === 'joined')).toEqual({
      name: 'joined',
      types: ['string'],
      definedAs: 'date',
    });
  });

  it('is free again when it is archived or deleted; its values stay', async () => {
    const { id } = await define({ key: 'size', label: 'Size', type: 'number' });
    const { id: contact } = await api.call('createContact', create({ size: 42 }));
    const params = { org, attribute: id };
    await api.refused('createContact', 422, create({ size: 'L' }));
    const archived = await api.call('updateAttributeDefinition', {
      token: admin,
      params,
      body: { isArchived: true, label: 'Old size' },
    });
    expect(archived).toMatchObject({ isArchived: true, label: 'Old size', type: 'number' });
    await api.call('createContact', create({ size: 'L' }));
    await api.call('deleteAttributeDefinition', { token: admin, params });
    const kept = await api.call('getContact', { token: agent, params: { org, contact } });
    expect(kept.attributes).toEqual({ size: 42 });
  });

  it('is one of its name', async () => {
    await define({ key: 'twice', label: 'Twice', type: 'text' });
    const body = { key: 'twice', label: 'Again', type: 'text' };
    const problem = await api.refused('createAttributeDefinition', 409, {
      token: admin,
      params: { org },
      body,
    });
    expect(problem.code).toBe('attribute_exists');
  });

  it.each([
    { key: 'x', label: 'X', type: 'choice' },
    { key: 'x', label: 'X', type: 'choice', options: [] },
    { key: 'x', label: 'X', type: 'text', options: ['a'] },
  ])('has choices when it is a choice, and only then: %o', async (body) => {
    const problem = await api.refused('createAttributeDefinition', 422, {
      token: admin,
      params: { org },
      body,
    });
    expect(problem.errors?.[0]?.field).toBe('options');
  });
});
