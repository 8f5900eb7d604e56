import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleFile, startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.clear());

describe('an import that is cut off', () => {
  it('goes on where it was, and does nothing twice', async () => {
    const { id } = await world.start(peopleFile(95));
    for (let cuts = 0; ; cuts += 1) {
      const stop = new AbortController();
      const now = await world.work(id, {
        slice: 10,
        signal: stop.signal,
        onProgress: (n) => void (n > cuts * 10 && stop.abort()),
      });
      if (now?.status === 'completed') break;
      expect(now).toMatchObject({ status: 'running' });
      expect(cuts).toBeLessThan(30);
    }
    expect(await world.work(id)).toMatchObject({
      created: 95,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      done: 95,
    });
    expect(await world.contacts()).toHaveLength(95);
  });

  it('does what is left where rows further on were done before the ones in front of them', async () => {
    const { id } = await world.start(peopleFile(30));
    await world.api.database.sql`update imports set done = '{[5,9),[20,25)}', position = 9 where id = ${id}`;
    expect(await world.work(id, { slice: 4 })).toMatchObject({ status: 'completed', created: 21, done: 30 });
    const names = (await world.contacts()).map(({ name }) => name);
    expect(names).not.toEqual(expect.arrayContaining(['Person 5']));
    expect(names).toEqual(expect.arrayContaining(['Person 4', 'Person 9', 'Person 19', 'Person 25']));
  });

  it('is worked on by one of two copies at a time', async () => {
    const { id } = await world.start(peopleFile(120));
    // A copy that comes late may find the file just deleted; Temporal asks again then.
    await Promise.allSettled([10, 10, 7].map((slice) => world.work(id, { slice })));
    expect(await world.work(id)).toMatchObject({
      status: 'completed',
      created: 120,
      unchanged: 0,
      done: 120,
    });
  });

  it('stops between two slices when it is paused or cancelled, and can be resumed', async () => {
    const { id } = await world.start(peopleFile(60));
    let acting: Promise<unknown> | undefined;
    const paused = await world.work(id, {
      slice: 10,
      onProgress: (n) => void (n >= 10 && (acting ??= world.act('pauseImport', id))),
    });
    await acting;
    const still = paused?.status === 'paused' ? paused : await world.work(id, { slice: 10 });
    expect(['paused', 'completed']).toContain(still?.status);
    if (still?.status === 'paused') {
      expect(still.done).toBeLessThan(60);
      await world.act('resumeImport', id);
      expect(await world.work(id)).toMatchObject({ status: 'completed', created: 60 });
    }
    const second = await world.start(peopleFile(30, 500));
    await world.act('pauseImport', second.id);
    expect(await world.work(second.id)).toMatchObject({ status: 'paused', done: 0 });
    await world.act('cancelImport', second.id);
    expect(await world.work(second.id)).toBeNull();
  });

  it('costs the row that the database refuses, and no other', async () => {
    const rows = peopleFile(40).replace('Person 17', 'Refused');
    await world.api.database.sql`alter table contacts add constraint test_refusal check (name <> 'Refused')`;
    try {
      expect(await world.import(rows)).toMatchObject({ status: 'completed', created: 39, rejected: 1 });
    } finally {
      await world.api.database.sql`alter table contacts drop constraint test_refusal`;
    }
  });

  it('makes one contact of a number that somebody else writes from in the same moment', async () => {
    const { id } = await world.start(peopleFile(40));
    const { api, org } = world;
    const racing = Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        api.send('createContact', {
          token: api.ours.users.admin.token,
          params: { org },
          body: { phone: `+1555${1_000_000 + n}` },
        }),
      ),
    );
    const done = await world.work(id, { slice: 5 });
    await racing;
    expect(done?.status).toBe('completed');
    expect(done!.created + done!.updated + done!.unchanged).toBe(40);
    expect(await world.contacts()).toHaveLength(40);
  });

  it('fails when its file is gone', async () => {
    const { id } = await world.start(peopleFile(3));
    await world.storage.remove('imports', [`${world.org}/${id}/contacts.csv`]);
    expect(await world.work(id)).toMatchObject({ status: 'failed', error: 'file_missing' });
  });
});
