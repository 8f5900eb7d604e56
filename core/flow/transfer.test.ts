import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapNames } from './map-names.ts';
import { parseFlow } from './parse.ts';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { flowDoc } from './testing.ts';
import { exportFlow, flowFileJsonSchema, importFlow } from './transfer.ts';
import { branches, end, say, SEED, seeded, someDoc, someNode, tagged, test } from './validation/testing.ts';

const doc = flowDoc(
  {
    tagged,
    entered: sampleNode('segment-trigger', 0, 0, { segmentId: 's-1' }),
    hello: say('Size {{ contact.attributes.size }}, {{ contact.attributes.size_2 }}'),
    check: branches(
      test('contact.attributes.size', 'at-least', '5'),
      test('contact.tags', 'contains', 'vip'),
    ),
    sub: sampleNode('subflow', 0, 0, { flowId: 'f-1', version: 2, inputs: [], outputs: [] }),
    offer: sampleNode('send-template', 0, 0, {
      name: 'weekly_offer',
      language: 'en_US',
      header: [],
      body: [],
    }),
    tag: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'done' }),
    end,
  },
  [],
);
const file = exportFlow('Sizes', doc, { segments: { 's-1': 'Regulars' }, flows: { 'f-1': 'Booking' } });

describe('exportFlow', () => {
  it('lists everything that the flow names, each once', () => {
    expect(file.dependencies).toEqual({
      templates: [{ name: 'weekly_offer', language: 'en_US' }],
      attributes: ['size', 'size_2'],
      tags: ['done', 'lead', 'vip'],
      secrets: [],
      segments: [{ id: 's-1', name: 'Regulars' }],
      flows: [{ flowId: 'f-1', version: 2, name: 'Booking' }],
    });
  });

  it('comes back as it was', () => {
    for (const sample of [welcomeFlow, followUpDripFlow]) {
      const json: unknown = JSON.parse(JSON.stringify(exportFlow('Sample', sample)));
      expect(importFlow(json)).toMatchObject({ ok: true, name: 'Sample', doc: sample });
    }
  });
});

describe('importFlow', () => {
  it('says what is missing and what may be meant', () => {
    const imported = importFlow(file, {
      templates: {},
      attributes: { size: 'number', Size2: 'number' },
      tags: ['vip', 'lead'],
      segments: ['s-9'],
      publishedVersions: { 'f-1': [1] },
    });
    const needs = imported.ok ? imported.needs : [];
    expect(
      needs
        .filter(({ isMissing }) => isMissing)
        .map(({ kind, title, suggestion }) => [kind, title, suggestion]),
    ).toEqual([
      ['template', 'weekly_offer/en_US', null],
      ['segment', 'Regulars', null],
      ['attribute', 'size_2', 'Size2'],
      ['flow', 'Booking, version 2', 'f-1/1'],
    ]);
    expect(needs.find(({ key }) => key === 'size')).toMatchObject({
      places: 2,
      isMissing: false,
      advice: null,
    });
  });

  it('says what the document names by the names of the file', () => {
    const imported = importFlow({
      ...file,
      dependencies: { ...file.dependencies, flows: [], tags: ['other'] },
    });
    expect(imported.ok && imported.dependencies).toMatchObject({
      tags: ['done', 'lead', 'vip'],
      segments: [{ id: 's-1', name: 'Regulars' }],
      flows: [{ flowId: 'f-1', version: 2, name: null }],
    });
  });

  it('takes what it can’t check as given', () => {
    const imported = importFlow(file);
    expect(imported.ok && imported.needs.some(({ isMissing }) => isMissing)).toBe(false);
  });

  it('refuses other files with a sentence', () => {
    const messages = (json: unknown) => {
      const imported = importFlow(json);
      return imported.ok ? [] : imported.problems.map(({ message }) => message);
    };
    expect(messages(null)).toEqual(['This is no flow file: it lacks "format": "parley-flow".']);
    expect(messages({ ...file, formatVersion: 9 })[0]).toContain('newer version');
    expect(messages({ ...file, extra: 1 })).toHaveLength(1);
    expect(messages({ ...file, doc: { schemaVersion: 99 } }).length).toBeGreaterThan(0);
  });

  it(seeded('never throws'), () => {
    const near = fc.record({
      format: fc.constant('parley-flow'),
      formatVersion: fc.anything(),
      name: fc.string(),
      doc: fc.anything(),
      dependencies: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (json) => {
        const imported = importFlow(json);
        if (!imported.ok) expect(imported.problems.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('mapNames', () => {
  it('renames in texts, tests and settings, and nothing else', () => {
    const mapped = mapNames(doc, {
      attribute: { size: 'shoe' },
      tag: { lead: 'prospect' },
      segment: { 's-1': 's-9' },
      template: { 'weekly_offer/en_US': 'offer/de' },
      flow: { 'f-1/2': 'f-7/1' },
    });
    expect(exportFlow('Sizes', mapped).dependencies).toMatchObject({
      templates: [{ name: 'offer', language: 'de' }],
      attributes: ['shoe', 'size_2'],
      tags: ['done', 'prospect', 'vip'],
      segments: [{ id: 's-9' }],
      flows: [{ flowId: 'f-7', version: 1 }],
    });
    expect(mapped.nodes['hello']?.data).toMatchObject({
      text: 'Size {{ contact.attributes.shoe }}, {{ contact.attributes.size_2 }}',
    });
    expect(doc.nodes['tagged']?.data).toMatchObject({ tag: 'lead' });
  });

  it(seeded('leaves a document readable'), () => {
    fc.assert(
      fc.property(someDoc(someNode), (some) => {
        const mapped = mapNames(some, { attribute: { size: 'shoe' }, tag: { lead: 'x' } });
        expect(parseFlow(mapped).ok).toBe(parseFlow(some).ok);
        expect(exportFlow('x', mapped).dependencies.attributes).not.toContain('size');
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('the JSON Schema', () => {
  it('describes every type of step', () => {
    const text = JSON.stringify(flowFileJsonSchema());
    for (const { type } of Object.values(welcomeFlow.nodes)) expect(text).toContain(`"const":"${type}"`);
  });
});
