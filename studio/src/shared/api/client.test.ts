import { describe, expect, it } from 'vitest';
import { operations, type OperationName } from '../../../../core/api/operations.ts';
import { createApiClient, operationUrl, type ApiClientDeps } from './client.ts';
import { ApiError } from './errors.ts';
import { routes } from './routes.ts';

const org = '018f0000-0000-7000-8000-000000000001';

/** A client whose server answers with these responses in turn, and what it was asked. */
function clientAnswering(answers: (Response | Error)[], deps: Partial<ApiClientDeps> = {}) {
  const asked: { url: string; init: RequestInit; headers: Headers }[] = [];
  const client = createApiClient({
    accessToken: async (renew) => (renew ? 'fresh' : 'old'),
    newId: () => 'key-1',
    fetch: async (url, init = {}) => {
      asked.push({ url: typeof url === 'string' ? url : '', init, headers: new Headers(init.headers) });
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer ?? new Error('asked more often than expected');
      return answer;
    },
    ...deps,
  });
  return { client, asked };
}

const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });

describe('routes', () => {
  it('name every operation of the contract with its method and path', () => {
    for (const [name, { method, path }] of Object.entries(operations)) {
      expect(routes[name as OperationName]).toEqual({ method, path });
    }
    expect(Object.keys(routes)).toHaveLength(Object.keys(operations).length);
  });
});

describe('api client', () => {
  it('sends a file as it is and fetches one with the name that the server gives it', async () => {
    const attachment = (disposition: string) =>
      new Response('Phone\r\n', { headers: { 'content-disposition': disposition } });
    const { client, asked } = clientAnswering([
      Response.json({}),
      attachment(`attachment; filename="leute.csv"; filename*=UTF-8''leute%20%C3%BC.csv`),
      attachment('attachment; filename="people (rejected).csv"'),
    ]);
    const file = new Blob(['Phone\n']);
    await client.call('createImport', { params: { org }, query: { name: 'a b.csv' }, file });
    expect(asked[0]?.url).toBe(`/v1/orgs/${org}/imports?name=a+b.csv`);
    expect(asked[0]?.init.body).toBe(file);
    expect(asked[0]?.headers.get('content-type')).toBeNull();
    const exported = await client.download('downloadExport', { params: { org, export: org } });
    expect([exported.name, await exported.file.text()]).toEqual(['leute ü.csv', 'Phone\r\n']);
    const rejected = await client.download('downloadRejectedRows', { params: { org, import: org } });
    expect(rejected.name).toBe('people (rejected).csv');
  });

  it.each([
    ['attachment; filename="x; y.pdf"', 'x; y.pdf'],
    [String.raw`attachment; filename="a\"b.pdf"`, 'a"b.pdf'],
    [`attachment; filename="filename*=UTF-8''%"`, "filename*=UTF-8''%"],
    [`attachment; filename="?.pdf"; filename*=UTF-8''%E4%`, '?.pdf'],
    ['attachment; filename=plain.pdf', 'plain.pdf'],
    ['attachment', 'download'],
  ])('reads the name in %j', async (disposition, name) => {
    const { client } = clientAnswering([
      new Response('x', { headers: { 'content-disposition': disposition } }),
    ]);
    expect((await client.download('downloadExport', { params: { org, export: org } })).name).toBe(name);
  });

  it('sends the token, the filled path and the query without empty values', async () => {
    const { client, asked } = clientAnswering([Response.json({ items: [], nextCursor: null })]);
    await client.call('listContacts', {
      params: { org },
      query: { search: 'ä b', cursor: undefined, limit: 20 },
    });
    expect(asked[0]?.url).toBe(`/v1/orgs/${org}/contacts?search=%C3%A4+b&limit=20`);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer old');
    expect(asked[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('gives every POST an idempotency key, and the given one on a retry', async () => {
    const { client, asked } = clientAnswering([Response.json({}), Response.json({})]);
    const input = { params: { org, conversation: org }, body: { text: 'hi' } };
    await client.call('sendMessage', input);
    await client.call('sendMessage', input, { idempotencyKey: 'mine' });
    expect(asked.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'mine']);
    expect(asked[0]?.init.body).toBe('{"text":"hi"}');
  });

  it.each([
    ['"a1"', '"a1"'],
    ['W/"a1"', '"a1"'],
    [null, null],
  ])('tells what a change has to name: %s as %s', async (header, told) => {
    const { client, asked } = clientAnswering([
      Response.json({}, { headers: header === null ? {} : { etag: header } }),
      Response.json({}),
    ]);
    const params = { org, campaign: org };
    let etag: string | null = 'unset';
    await client.call('getCampaign', { params }, { onEtag: (given) => (etag = given) });
    expect(etag).toBe(told);
    await client.call('updateCampaign', { params, body: { name: 'x' } }, { ifMatch: etag });
    expect(asked[1]?.headers.get('if-match')).toBe(told);
  });

  it('asks once more with a fresh token after a 401', async () => {
    const { client, asked } = clientAnswering([problem(401, {}), Response.json({ kind: 'user' })]);
    await client.call('getMe', { params: {} });
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer fresh']);
  });

  it('reports the sign-out when the fresh token is refused too', async () => {
    let isSignedOut = false;
    const { client } = clientAnswering([problem(401, {}), problem(401, { code: 'unauthorized' })], {
      onSignedOut: () => (isSignedOut = true),
    });
    await expect(client.call('getMe', { params: {} })).rejects.toMatchObject({
      status: 401,
      code: 'unauthorized',
    });
    expect(isSignedOut).toBe(true);
  });

  it('turns problem+json into an error with code, request id and fields', async () => {
    const body = {
      title: 'The body is wrong',
      code: 'invalid_body',
      requestId: 'req_1',
      errors: [{ field: 'phone', message: 'Not a number.' }],
    };
    const { client } = clientAnswering([problem(422, body)]);
    await expect(
      client.call('createContact', { params: { org }, body: { phone: 'x' } }),
    ).rejects.toMatchObject({
      status: 422,
      code: 'invalid_body',
      requestId: 'req_1',
      fields: [{ field: 'phone', message: 'Not a number.' }],
      isTransient: false,
    });
  });

  it('keeps the request id of an answer that is no JSON', async () => {
    const { client } = clientAnswering([
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'x-request-id': 'req_9' } }),
    ]);
    await expect(client.call('getMe', { params: {} })).rejects.toMatchObject({
      code: 'http_502',
      requestId: 'req_9',
      isTransient: true,
    });
  });

  it('calls a broken network what it is', async () => {
    const { client } = clientAnswering([new TypeError('fetch failed')]);
    const error = await client.call('getMe', { params: {} }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'network_error', status: 0, isTransient: true });
  });

  it('refuses to build an address without its ids', () => {
    expect(() => operationUrl('/v1/orgs/{org}/flows', {})).toThrow('needs the parameter "org"');
  });
});
