import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GENERATED, generateClient } from './generate.ts';

it('is what the contract says today; `npm run client` makes it so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
  try {
    await generateClient(folder);
    const files = await filesOf(folder);
    expect(await filesOf(GENERATED)).toEqual(files);
    for (const file of files) {
      // NOTE: not `toBe` on the texts: a diff of thousands of lines helps nobody.
      const isSame =
        (await readFile(join(folder, file), 'utf8')) === (await readFile(join(GENERATED, file), 'utf8'));
      expect([file, isSame]).toEqual([file, true]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .sort();
}
