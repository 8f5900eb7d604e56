import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createStorage } from './storage.ts';

it.each([
  ['it isn’t configured', { url: undefined, secretKey: undefined }, 'not_configured'],
  ['it is away', { url: 'http://127.0.0.1:9', secretKey: 'key' }, 'unavailable'],
])('lets go of a file that it didn’t take because %s', async (_, options, code) => {
  const content = Readable.from(['x']);
  const upload = createStorage(options).upload('media', 'a/b', content, 'text/plain');
  await expect(upload).rejects.toMatchObject({ code });
  expect(content.destroyed).toBe(true);
});
