import { describe, expect, it } from 'vitest';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';
import { resolve } from './index.ts';

const start = sampleNode('resolved-trigger', 0, 0, {});
const greeted = sampleNode('message-trigger', 0, 0, {});
const done = sampleNode('resolve', 0, 0, {});
const hello = sampleNode('send-text', 0, 0, { text: 'Solved' });

describe('resolve', () => {
  it('resolves the conversation and goes on; the next message opens it', () => {
    expect(resolve.validate({})).toEqual([]);
    const doc = flowDoc({ greeted, done, hello }, [
      ['greeted', 'next', 'done'],
      ['done', 'next', 'hello'],
    ]);
    const after = simulate(doc, [{ kind: 'say', text: 'hi' }]);
    expect(after.facts.conversation).toMatchObject({ status: 'resolved' });
    expect(after.transcript.map(({ kind }) => kind)).toEqual(['inbound', 'command', 'outbound', 'ended']);
    const silent = flowDoc({ start, hello }, [['start', 'next', 'hello']]);
    const opened = simulate(silent, [
      { kind: 'event', key: 'conversation_resolved:this' },
      { kind: 'say', text: 'wait' },
    ]);
    expect(opened.facts.conversation).toMatchObject({ status: 'open' });
  });

  it('doesn’t fire the trigger of its own flow', () => {
    const doc = flowDoc({ start, done }, [['start', 'next', 'done']]);
    const { transcript, facts } = simulate(doc, [{ kind: 'event', key: 'conversation_resolved:this' }]);
    expect(transcript.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    expect(facts.conversation?.status).toBe('resolved');
  });
});
