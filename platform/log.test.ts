import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';

const VALUE = 'EAAG-nobody-may-read-this';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let lines = '';
  write(createLogger('test', 'trace', { write: (line: string) => (lines += line) }));
  return lines;
}

describe('the log', () => {
  it.each([
    ...['token', 'accessToken', 'access_token', 'verifyToken', 'authorization', 'proxy-authorization'],
    ...[
      'appSecret',
      'app_secret',
      'previousAppSecret',
      'secret',
      'secrets',
      'masterKey',
      'PARLEY_MASTER_KEY',
    ],
    ...[
      'apiKey',
      'x-api-key',
      'SUPABASE_SECRET_KEY',
      'secretKey',
      'password',
      'cookie',
      'set-cookie',
      'envelope',
    ],
    ...['body', 'text', 'caption', 'query', 'parameters', 'phone', 'waId', 'email'],
  ])('hides %s, at any depth and in lists', (key) => {
    const secret = { [key]: VALUE };
    for (const object of [
      secret,
      { a: secret },
      { a: { b: { c: [{ d: secret }] } } },
      { a: { [key]: [VALUE] } },
    ])
      expect(logged((log) => log.info(object, 'words'))).toMatch(/"\[hidden\]".*"msg":"words"/);
    expect(logged((log) => log.info({ a: { b: { c: [{ d: secret }] } } }))).not.toContain(VALUE);
  });

  it('shows what says where something happened', () => {
    const object = {
      ...{
        requestId: 'r1',
        key: 'run-1',
        code: 131026,
        inputTokensUsed: 12,
        isThorough: false,
        nothing: null,
      },
      ...{ caller: { kind: 'apiKey', id: 'k1' }, at: new Date(0), failed: [{ id: 'c1' }] },
    };
    expect(JSON.parse(logged((log) => log.info(object, 'request')))).toMatchObject({
      ...object,
      at: '1970-01-01T00:00:00.000Z',
      msg: 'request',
      name: 'test',
      pid: process.pid,
    });
  });

  it('tells of an error what it is, and nothing that hangs on it', () => {
    const error = Object.assign(
      new Error('It failed', { cause: Object.assign(new Error('Deep'), { token: VALUE }) }),
      {
        ...{ code: '22P02', query: VALUE, parameters: [VALUE], response: { data: VALUE } },
      },
    );
    for (const object of [{ err: error }, { failed: [{ cause: error }] }]) {
      const line = logged((log) => log.error(object, 'words'));
      expect(line).toContain('"message":"It failed"');
      expect(line).toContain('"message":"Deep"');
      expect(line).toContain('22P02');
      expect(line).not.toContain(VALUE);
    }
    expect(logged((log) => log.error({ err: VALUE }, 'words'))).not.toContain(VALUE);
    expect(logged((log) => log.error(error))).not.toContain(VALUE);
  });

  it('shows no bytes, and ends where an object has no end', () => {
    const endless: Record<string, unknown> = { file: Buffer.from(VALUE) };
    endless.self = endless;
    const line = logged((log) => log.info({ endless }, 'words'));
    expect(line).toContain('"file":"[hidden]"');
    expect(line).toContain('"msg":"words"');
  });
});
