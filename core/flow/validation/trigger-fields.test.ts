import { describe, expect, it } from 'vitest';
import { newNode, type FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import { branches, found, line, say, start, tagged, test } from './testing.ts';

describe('what a trigger brings', () => {
  const attribute = sampleNode('attribute-trigger', 0, 0, { name: 'city' });
  const reads = (...triggers: FlowNode[]) =>
    found(
      'trigger-field-unknown',
      flowDoc(
        {
          ...Object.fromEntries(triggers.map((trigger, index) => [`t${index}`, trigger])),
          a: say('{{ trigger.value }} {{ trigger.text }} {{ trigger["order"] }}'),
          b: branches(test('trigger.value', 'is', 'x'), test('trigger.order.id', 'is', 'x')),
        },
        triggers.map((_, index) => [`t${index}`, 'next', 'a']),
      ),
    );

  it('trigger-field-unknown: a field that none of them brings, in texts and conditions', () => {
    const value = 'b branches.0.groups.0.tests.0.subject';
    const order = 'b branches.1.groups.0.tests.0.subject';
    expect(reads(attribute)).toEqual(['a text', 'a text', order]);
    expect(reads(start)).toEqual(['a text', 'a text', value, order]);
    expect(reads(start, attribute)).toEqual(['a text', order]);
    expect(reads(tagged)).toEqual(['a text', 'a text', 'a text', value, order]);
  });

  it('is for whoever starts the flow to decide: events by API, people, other flows', () => {
    for (const type of ['event-trigger', 'manual-trigger', 'subflow-trigger'] as const)
      expect(reads(attribute, newNode(type, { x: 0, y: 0 }))).toEqual([]);
    expect(reads()).toEqual([]);
  });

  it('says what was meant, or what there is', () => {
    const messages = (field: string, trigger: FlowNode) =>
      validateFlow(line({ trigger, a: say(`{{ trigger.${field} }}`) }))
        .filter(({ code }) => code === 'trigger-field-unknown')
        .map(({ message }) => message);
    expect(messages('previus', attribute)).toEqual([
      'No trigger of this flow brings {{ trigger.previus }}: did you mean {{ trigger.previous }}?',
    ]);
    expect(messages('order', attribute)).toEqual([
      'No trigger of this flow brings {{ trigger.order }}: they bring value, previous.',
    ]);
    expect(messages('order', tagged)).toEqual([
      'No trigger of this flow brings {{ trigger.order }}: it stays empty.',
    ]);
  });
});
