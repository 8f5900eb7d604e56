import { describe, expect, it } from 'vitest';
import { defaultRules, type FlowRules } from '../../document.ts';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';
import { validateFlow } from '../../validate.ts';
import { windowTrigger } from './index.ts';

const HOUR = 3_600_000;
const start = sampleNode('window-trigger', 0, 0, {});
const hello = sampleNode('send-text', 0, 0, { text: 'Still there?' });
const now = new Date('2026-03-02T09:00:00.000Z');
const windowExpiresAt = '2026-03-03T08:00:00.000Z';

describe('window-trigger', () => {
  it('fires when the window of a conversation is about to close, and by nothing else', () => {
    const { fires, listens } = windowTrigger.trigger!;
    expect(listens({})).toEqual(['window_closing:this']);
    expect(fires({}, { kind: 'contact', key: 'window_closing:this', data: {} })).toBe(true);
    expect(fires({}, { kind: 'contact', key: 'conversation_resolved:this', data: {} })).toBe(false);
    expect(windowTrigger.advance({}, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(windowTrigger.validate({})).toEqual([]);
  });

  it('starts the flow two hours before the end, once for each window', () => {
    const doc = flowDoc({ start, hello }, [['start', 'next', 'hello']]);
    const outboundAfter = (hours: number) =>
      simulate(doc, [{ kind: 'wait', ms: hours * HOUR }], { now, windowExpiresAt })
        .transcript.filter(({ kind }) => kind === 'outbound')
        .map(({ at }) => at);
    expect(outboundAfter(20)).toEqual([]);
    expect(outboundAfter(21)).toEqual(['2026-03-03T06:00:00.000Z']);
    expect(outboundAfter(48)).toHaveLength(1);
  });

  it('leaves time for a free-form message now, and for none after a wait', () => {
    const pause = sampleNode('delay', 0, 0, { mode: 'duration', durationMs: HOUR });
    const findings = (nodes: Parameters<typeof flowDoc>[0], rules: Partial<FlowRules> = {}) => {
      const ids = Object.keys(nodes);
      const edges = ids.slice(1).map((to, at): [string, string, string] => [ids[at]!, 'next', to]);
      return validateFlow(flowDoc(nodes, edges, { rules: { ...defaultRules, ...rules } }))
        .filter(({ code }) => code === 'window-maybe-closed')
        .map(({ nodeId, severity }) => `${nodeId} ${severity}`);
    };
    expect(findings({ start, hello })).toEqual([]);
    expect(findings({ start, pause, hello })).toEqual(['hello warning']);
    expect(findings({ start, hello }, { quietHours: { from: '21:00', to: '08:00' } })).toEqual([
      'hello warning',
    ]);
  });
});
