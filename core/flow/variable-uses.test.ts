import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleNode } from './samples/build.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { renderText, templateScope } from './templating.ts';
import { contact, flowDoc } from './testing.ts';
import { validateFlow } from './validate.ts';
import { branches, hear, say, SEED, seeded, start, test } from './validation/testing.ts';
import { renamedInText, renameVariable, variableUses } from './variable-uses.ts';

const doc = flowDoc(
  {
    start,
    ask: hear(null, 'day'),
    check: branches(
      test('answers.day', 'is', 'Monday'),
      test('answers.days', 'is', '1'),
      test('answers.day.size', 'is', '1'),
    ),
    show: say('{{ answers.day }}, {{ days }} {{ contact.attributes.day }} day'),
    call: sampleNode('subflow', 0, 0, {
      flowId: 'f',
      version: 1,
      inputs: [{ name: 'day', value: '{{ day | upcase }}' }],
      outputs: [{ name: 'day', variable: 'day' }],
    }),
    other: say('Nothing here'),
  },
  [['start', 'next', 'ask']],
  { variables: { day: { type: 'date', role: 'output' }, days: { type: 'number', default: 1 } } },
);

describe('variableUses', () => {
  it('finds texts, conditions and steps that save in it', () => {
    expect(variableUses(doc, 'day').map(({ nodeId, field, kind }) => `${nodeId} ${field} ${kind}`)).toEqual([
      'ask saveAs name',
      'check branches.0.groups.0.tests.0.subject path',
      'check branches.2.groups.0.tests.0.subject path',
      'show text text',
      'call inputs.0.value text',
      'call outputs.0.variable name',
    ]);
    expect(variableUses(doc, 'nobody')).toEqual([]);
  });
});

describe('renameVariable', () => {
  const renamed = renameVariable(doc, 'day', 'visit');

  it('changes every use and nothing else', () => {
    expect(renamed.nodes['ask']?.data).toMatchObject({ saveAs: 'visit' });
    expect(JSON.stringify(renamed.nodes['check'])).toBe(
      JSON.stringify(doc.nodes['check'])
        .replace('answers.day"', 'answers.visit"')
        .replace('answers.day.', 'answers.visit.'),
    );
    expect(renamed.nodes['show']?.data).toMatchObject({
      text: '{{ answers.visit }}, {{ days }} {{ contact.attributes.day }} day',
    });
    expect(renamed.nodes['call']?.data).toMatchObject({
      // The names of the other flow stay: they are its own.
      inputs: [{ name: 'day', value: '{{ visit | upcase }}' }],
      outputs: [{ name: 'day', variable: 'visit' }],
    });
    expect(renamed.nodes['other']).toBe(doc.nodes['other']);
    expect(renamed.variables).toEqual({
      visit: { type: 'date', role: 'output' },
      days: { type: 'number', default: 1 },
    });
    expect(variableUses(renamed, 'day')).toEqual([]);
  });

  it('leaves the document it was given, and comes back', () => {
    expect(doc.nodes['ask']?.data).toMatchObject({ saveAs: 'day' });
    expect(renameVariable(renamed, 'visit', 'day')).toEqual(doc);
    expect(renameVariable(doc, 'day', 'day')).toBe(doc);
  });

  it('finds no new problems in a flow of ours', () => {
    for (const name of Object.keys(welcomeFlow.variables)) {
      const after = renameVariable(welcomeFlow, name, 'renamed_one');
      expect(validateFlow(after).map(({ code }) => code)).toEqual(
        validateFlow(welcomeFlow).map(({ code }) => code),
      );
    }
  });
});

describe('renamedInText', () => {
  it('knows every way to write a path, and keeps words that only look like it', () => {
    const text =
      'day {{day}} {{ answers["day"] }}\n{{ answers[ \'day\' ] | default: day }} {{ "answers.day" }} {{- day.first -}}' +
      '{% if day == answers.day and today %}{{ contact.attributes[answers.day] }}{% endif %} {{ trigger.day }} {{ day';
    expect(renamedInText(text, 'day', 'visit')).toBe(text);
    expect(renamedInText(text.slice(0, -6), 'day', 'visit')).toBe(
      'day {{visit}} {{ answers["visit"] }}\n{{ answers[ \'visit\' ] | default: visit }} {{ "answers.day" }} {{- visit.first -}}' +
        '{% if visit == answers.visit and today %}{{ contact.attributes[answers.visit] }}{% endif %} {{ trigger.day }} ',
    );
  });

  it(seeded('shows the same as before'), () => {
    const piece = fc.constantFrom(
      ...['{{ a }}', '{{ answers.a }}', '{{ aa }}', 'a ', '\n', '{{ answers["a"] | upcase }}', 'answers.a'],
      ...['{% if a == "x" %}{{ a }}{% endif %}', '{{ answers.b | default: a }}', "{{ answers['aa'] }}"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const show = (template: string, variables: Record<string, string>) =>
          renderText(template, templateScope(contact, variables, {}));
        expect(show(renamedInText(text, 'a', 'a2'), { a2: 'x', aa: 'y' })).toEqual(
          show(text, { a: 'x', aa: 'y' }),
        );
      }),
      { seed: SEED },
    );
  });
});
