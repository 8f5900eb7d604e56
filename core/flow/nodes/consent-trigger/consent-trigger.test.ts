import { describe, expect, it } from 'vitest';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';
import { validateFlow } from '../../validate.ts';
import { consentTrigger } from './index.ts';

const { fires, listens } = consentTrigger.trigger!;
const changed = (purpose: 'marketing' | 'utility', value: string) =>
  ({ kind: 'contact', key: `consent_changed:${purpose}`, data: { value, previous: 'unknown' } }) as const;

describe('consent-trigger', () => {
  it('fires for its purpose and its answer, or for every answer', () => {
    expect(listens({ purpose: 'utility' })).toEqual(['consent_changed:utility']);
    expect(fires({ purpose: 'utility', to: 'granted' }, changed('utility', 'granted'))).toBe(true);
    expect(fires({ purpose: 'utility', to: 'granted' }, changed('utility', 'denied'))).toBe(false);
    expect(fires({ purpose: 'marketing', to: 'granted' }, changed('utility', 'granted'))).toBe(false);
    expect(fires({ purpose: 'marketing', to: 'denied' }, changed('marketing', 'denied'))).toBe(true);
    for (const value of ['granted', 'denied', 'pending'])
      expect(fires({ purpose: 'marketing' }, changed('marketing', value))).toBe(true);
  });

  it('says which change it means', () => {
    const { summary } = consentTrigger.manifest;
    expect(summary({ purpose: 'marketing' })).toBe('When consent to marketing changes');
    expect(summary({ purpose: 'marketing', to: 'granted' })).toBe('When someone agrees to marketing');
    expect(summary({ purpose: 'utility', to: 'denied' })).toBe('When someone wants no utility');
    expect(consentTrigger.validate({ purpose: 'utility' })).toEqual([]);
  });

  it('gives texts the old and the new state, and wants a check of the window before them', () => {
    const start = sampleNode('consent-trigger', 0, 0, { purpose: 'marketing', to: 'granted' });
    const hello = sampleNode('send-text', 0, 0, { text: '{{ trigger.previous }} to {{ trigger.value }}' });
    const doc = flowDoc({ start, hello }, [['start', 'next', 'hello']]);
    const data = { value: 'granted', previous: 'pending' };
    const { transcript } = simulate(doc, [{ kind: 'event', key: 'consent_changed:marketing', data }]);
    expect(transcript[0]).toMatchObject({ kind: 'outbound', text: 'pending to granted' });
    expect(validateFlow(doc).filter(({ code }) => code === 'window-maybe-closed')).toMatchObject([
      { nodeId: 'hello', severity: 'warning' },
    ]);
  });
});
