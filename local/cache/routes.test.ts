import { afterEach, describe, expect, it, vi } from 'vitest';
import { envRoute, firstThatWorks, type Route } from './routes.ts';

const absent: Route = { name: 'absent', find: () => undefined };
const broken: Route = { name: 'download', find: () => Promise.reject(new Error('host out of reach')) };
const present: Route = { name: 'built', find: () => '/cache/program' };
const silent = () => {};

afterEach(() => vi.unstubAllEnvs());

describe('firstThatWorks', () => {
  it('takes the first way that gives a path and asks no further', async () => {
    const asked: string[] = [];
    const note = (name: string, path?: string): Route => ({
      name,
      find: () => {
        asked.push(name);
        return path;
      },
    });
    const path = await firstThatWorks(
      'X',
      [note('a'), note('b', '/b'), note('c', '/c')],
      'install X',
      silent,
    );
    expect(path).toBe('/b');
    expect(asked).toEqual(['a', 'b']);
  });

  it('goes on after a way that fails, and says which one is used', async () => {
    const lines: string[] = [];
    const path = await firstThatWorks('X', [absent, broken, present], 'install X', (line) =>
      lines.push(line),
    );
    expect(path).toBe('/cache/program');
    expect(lines).toEqual(['X: not by download: host out of reach', 'X: built (/cache/program)']);
  });

  it('fails with one sentence on all ways out and what was tried', async () => {
    await expect(
      firstThatWorks('X', [absent, broken], 'install X or set X_PATH', silent),
    ).rejects.toMatchObject({
      code: 'binary_missing',
      message:
        'X was not found and could not be made: install X or set X_PATH. Tried: download: host out of reach.',
    });
  });
});

describe('envRoute', () => {
  it('does not apply when the variable is not set', () => {
    vi.stubEnv('X_PATH', '');
    expect(envRoute('X_PATH', () => true).find()).toBeUndefined();
  });

  it('ends the search when the variable names nothing that can be run', async () => {
    vi.stubEnv('X_PATH', '/no/such/program');
    const routes = [envRoute('X_PATH', () => false), present];
    await expect(firstThatWorks('X', routes, 'install X', silent)).rejects.toMatchObject({
      code: 'binary_missing',
      message: 'X_PATH names /no/such/program, which is no program that can be run: correct it or unset it.',
    });
  });
});
