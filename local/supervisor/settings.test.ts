import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('readSettings', () => {
  it('embeds everything when nothing is set', () => {
    const { external, ports, temporalNamespace } = readSettings({});
    expect(external).toEqual({});
    expect(ports.api).toBe(4000);
    expect(temporalNamespace).toBe('default');
  });

  it('takes an empty value for not set', () => {
    expect(readSettings({ API_PORT: '', DATABASE_URL: '' }).ports.api).toBe(4000);
  });

  it.each([
    [{ API_PORT: 'http' }, /^API_PORT \(it is "http"\) is wrong: /],
    [{ API_PORT: '70000' }, /^API_PORT \(it is "70000"\) is wrong: /],
    [{ DATABASE_URL: 'mysql://db' }, /^DATABASE_URL is wrong: must be an address like postgres:/],
    [{ PARLEY_MASTER_KEY: 'c2hvcnQ=' }, /^PARLEY_MASTER_KEY is wrong: must be 32 bytes in base64/],
    [{ TEMPORAL_ADDRESS: 'http://temporal' }, /^TEMPORAL_ADDRESS is wrong: must be host:port/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL \(it is "loud"\) is wrong: /],
    [{ SUPABASE_URL: 'https://x.test' }, /SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY must be set too/],
    [
      { SUPABASE_URL: 'https://x.test', SUPABASE_PUBLISHABLE_KEY: 'p', SUPABASE_SECRET_KEY: 's' },
      /DATABASE_URL must be set too/,
    ],
  ])('refuses %j in one sentence that names the variable', (env, message) => {
    expect(() => readSettings(env)).toThrow(expect.objectContaining({ code: 'bad_environment' }));
    expect(() => readSettings(env)).toThrow(message);
  });

  it('never repeats the value of a secret', () => {
    expect(() => readSettings({ PARLEY_MASTER_KEY: 'hush' })).toThrow(/^(?!.*hush)/);
  });

  it('administers an external database by its direct address', () => {
    const { database } = readSettings({
      DATABASE_URL: 'postgres://u:p@pooler:6543/db',
      DATABASE_DIRECT_URL: 'postgres://u:p@db:5432/db',
    }).external;
    expect(database?.adminUrl).toBe('postgres://u:p@db:5432/db');
  });
});
