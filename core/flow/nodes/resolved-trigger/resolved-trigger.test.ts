import { describe, expect, it } from 'vitest';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';
import { validateFlow } from '../../validate.ts';
import { resolvedTrigger } from './index.ts';

const start = sampleNode('resolved-trigger', 0, 0, {});
const survey = sampleNode('send-text', 0, 0, { text: 'How was it?' });
const doc = flowDoc({ start, survey }, [['start', 'next', 'survey']]);
const resolved = { kind: 'event', key: 'conversation_resolved:this' } as const;

describe('resolved-trigger', () => {
  it('fires when a conversation is resolved, and by nothing else', () => {
    const { fires, listens } = resolvedTrigger.trigger!;
    expect(listens({})).toEqual(['conversation_resolved:this']);
    expect(fires({}, { kind: 'contact', key: 'conversation_resolved:this', data: {} })).toBe(true);
    expect(fires({}, { kind: 'contact', key: 'window_closing:this', data: {} })).toBe(false);
    expect(resolvedTrigger.validate({})).toEqual([]);
  });

  it('takes the conversation back from people who resolved it, not from those who opened it anew', () => {
    const commandsIn = (mode: 'bot' | 'human', status: string) => {
      const input = { conversation: { mode, status, windowExpiresAt: null } };
      const outcome = resolvedTrigger.advance({}, input as never);
      return outcome.kind === 'leave' ? outcome.commands : null;
    };
    expect(commandsIn('human', 'resolved')).toEqual([{ kind: 'resumeBot' }]);
    expect(commandsIn('human', 'open')).toBeUndefined();
    expect(commandsIn('bot', 'resolved')).toBeUndefined();
  });

  it('begins a survey, which a preview refuses where the window is closed', () => {
    const results = (windowExpiresAt: string | null) =>
      simulate(doc, [resolved], { windowExpiresAt, now: new Date('2026-03-02T09:00:00.000Z') })
        .transcript.filter(({ kind }) => kind === 'outbound')
        .map((entry) => entry.kind === 'outbound' && entry.result.outcome);
    expect(results('2026-03-02T10:00:00.000Z')).toEqual(['sent']);
    expect(results(null)).toEqual(['failed']);
  });

  it('wants a check of the window or a template before a free-form message', () => {
    const template = { name: 'survey', language: 'en', header: [], body: [] };
    const withFallback = { ...survey, data: { text: 'How was it?', fallback: template } } as typeof survey;
    const check = sampleNode('window-check', 0, 0, {});
    const findings = (one: typeof doc) =>
      validateFlow(one)
        .filter(({ code }) => code === 'window-maybe-closed')
        .map(({ nodeId, severity }) => `${nodeId} ${severity}`);
    expect(findings(doc)).toEqual(['survey warning']);
    expect(findings(flowDoc({ start, survey: withFallback }, [['start', 'next', 'survey']]))).toEqual([]);
    const edges: [string, string, string][] = [
      ['start', 'next', 'check'],
      ['check', 'open', 'survey'],
    ];
    expect(findings(flowDoc({ start, check, survey }, edges))).toEqual([]);
  });
});
