import { describe, expect, it } from 'vitest';
import { newNode } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { templates } from '../testing.ts';
import { end, found, line, say, start, tagged } from './testing.ts';

describe('texts', () => {
  it('secret-in-text: in texts, addresses, defaults and notes', () => {
    const token = `EAA${'a1B2c3'.repeat(10)}`;
    expect(found('secret-in-text', line({ start, a: say(`Use ${token}`) }))).toEqual(['a text']);
    const variables = { key: { type: 'text' as const, default: token } };
    expect(found('secret-in-text', line({ start, end }, { variables }))).toEqual(['variables.key.default']);
    const notes = { n: { text: token, ui: { x: 0, y: 0 } } };
    expect(found('secret-in-text', line({ start, end }, { notes }))).toEqual(['notes.n.text']);
    expect(
      found('secret-in-text', line({ start, a: say('Your code is {{ answers.code }}, no token needed') })),
    ).toEqual([]);
  });

  it('opt-out-missing: a marketing template without a word on how to stop', () => {
    const offer = sampleNode('send-template', 0, 0, {
      name: 'weekly_offer',
      language: 'en_US',
      header: [],
      body: ['a', 'b'],
    });
    const thanks = sampleNode('send-template', 0, 0, {
      name: 'thanks_update',
      language: 'en_US',
      header: [],
      body: ['a'],
    });
    const code = 'opt-out-missing';
    expect(found(code, line({ tagged, offer }), { templates })).toEqual(['offer name']);
    expect(found(code, line({ tagged, offer }))).toEqual([]);
    expect(found(code, line({ tagged, thanks }), { templates })).toEqual([]);
    expect(
      found(code, line({ tagged, offer, hello: say('Write STOP to unsubscribe.') }), { templates }),
    ).toEqual([]);
    const denied = sampleNode('set-consent', 0, 0, { state: 'denied' });
    expect(found(code, line({ tagged, offer, denied }), { templates })).toEqual([]);
    const ownWord = {
      'weekly_offer/en_US': {
        ...templates['weekly_offer/en_US'],
        body: 'Hi {{1}}: {{2}}. Reply "stop promotions" to end.',
      },
    };
    expect(found(code, line({ tagged, offer }), { templates: ownWord as typeof templates })).toEqual([]);
  });
});

describe('requests', () => {
  const request = (timeoutMs?: number) => {
    const node = newNode('http-request', { x: 0, y: 0 });
    return { ...node, data: { ...node.data, url: 'https://example.com', timeoutMs } } as FlowNode;
  };

  it('http-no-timeout', () => {
    expect(found('http-no-timeout', line({ start, ask: request() }))).toEqual(['ask timeoutMs']);
    expect(found('http-no-timeout', line({ start, ask: request(5_000) }))).toEqual([]);
  });

  it('secret-in-text: a header with a credential, unless a secret stands for it', () => {
    const withHeader = (value: string) => {
      const node = request(5_000);
      const headers = [{ name: 'Authorization', value, secret: 'shop' }];
      return line({ start, ask: { ...node, data: { ...node.data, headers } } as FlowNode });
    };
    expect(found('secret-in-text', withHeader('hunter2-hunter2'))).toEqual(['ask headers.0.value']);
    expect(found('secret-in-text', withHeader('Bearer '))).toEqual([]);
    expect(found('secret-in-text', withHeader('{{ answers.token }}'))).toEqual([]);
  });

  it('secret-unknown', () => {
    const node = request(5_000);
    const headers = [{ name: 'X-Key', value: '', secret: 'shop' }];
    const doc = line({ start, ask: { ...node, data: { ...node.data, headers } } as FlowNode });
    expect(found('secret-unknown', doc, { secrets: [] })).toEqual(['ask headers.0.secret']);
    expect(found('secret-unknown', doc, { secrets: ['shop'] })).toEqual([]);
    expect(found('secret-unknown', doc)).toEqual([]);
  });
});
