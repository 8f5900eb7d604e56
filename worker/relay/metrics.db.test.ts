import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLetterRig, type LetterRig } from '../../local/testing/letter-rig.ts';
import { createLogger } from '../../platform/log.ts';
import { countDeadLetters } from './metrics.ts';

let rig: LetterRig;
beforeAll(async () => {
  rig = await startLetterRig();
});
afterAll(() => rig?.stop());

it('says how many dead letters are open, whose, and whether anything failed', async () => {
  const registry = new Registry();
  countDeadLetters(rig.sql, createLogger('test', 'silent'), registry);
  await rig.failedMessage('breaks');
  const { letter } = await rig.failedMessage('breaks and is done');
  await rig.sql`update private.dead_letters set state = 'dismissed', settled_at = now() where id = ${letter.id}`;
  await rig.deliver('this is not JSON');
  const lines = (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('parley_dead_letters{'));
  expect(lines.sort()).toEqual([
    'parley_dead_letters{outcome="failed",owner="nobody"} 1',
    'parley_dead_letters{outcome="failed",owner="organization"} 1',
    'parley_dead_letters{outcome="kept",owner="nobody"} 0',
    'parley_dead_letters{outcome="kept",owner="organization"} 0',
  ]);
});
