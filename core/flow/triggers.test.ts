import { describe, expect, it } from 'vitest';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { flowDoc } from './testing.ts';
import { compileTriggers, fires } from './triggers.ts';
import type { TriggerEvent } from './events.ts';

const says = (text: string): TriggerEvent => ({
  kind: 'message',
  text,
  press: null,
  isFirst: false,
  referral: null,
  campaignId: null,
});

describe('compileTriggers', () => {
  it('gives json-ready rows with what each trigger listens to', () => {
    expect(compileTriggers(welcomeFlow)).toMatchObject([
      { nodeId: 'start', type: 'keyword-trigger', keys: ['message'], specificity: 100, interrupts: false },
    ]);
    expect(compileTriggers(followUpDripFlow)).toMatchObject([
      { nodeId: 'start', type: 'tag-trigger', keys: ['tag_added:lead'], data: { tag: 'lead' } },
    ]);
  });

  it('puts the more special trigger first', () => {
    const doc = flowDoc(
      {
        a: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'contains', text: 'hi' }] }),
        b: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
      },
      [],
    );
    expect(compileTriggers(doc).map(({ nodeId }) => nodeId)).toEqual(['b', 'a']);
  });

  it('leaves out triggers that could never fire', () => {
    const doc = flowDoc(
      {
        a: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: ' ?! ' }] }),
        b: sampleNode('tag-trigger', 0, 0, { tag: ' ' }),
      },
      [],
    );
    expect(compileTriggers(doc)).toEqual([]);
  });
});

describe('fires', () => {
  it('asks the trigger’s own code', () => {
    const [trigger] = compileTriggers(welcomeFlow);
    expect(fires(trigger!, says('Hello!'))).toBe(true);
    expect(fires(trigger!, says('Bye'))).toBe(false);
  });

  it('is false for rows of an unknown type or with damaged data', () => {
    expect(fires({ type: 'teleport', data: {} }, says('hi'))).toBe(false);
    expect(fires({ type: 'keyword-trigger', data: { keywords: 7 } }, says('hi'))).toBe(false);
  });
});
