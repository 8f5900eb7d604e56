import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contact, says, stepInput } from '../testing.ts';
import { operatorIds } from './condition/operators.ts';
import type { StepEvent } from './contract.ts';
import { nodeTypeOf } from './registry.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
// Written into the name, so that a failure in CI can be repeated with FC_SEED.
const seeded = (name: string) => `${name} (seed ${SEED})`;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '{{ answers.x }}',
    '{{',
    '2026-03-29 02:30',
    'in 3 days',
    '(a*)*',
    '[',
    'today',
    '9999-12-31',
  ),
);
const name = fc.constantFrom('', 'x', '__proto__', 'constructor', 'a b');
const time = fc.constantFrom('', '00:00', '02:30', '23:59', '24:00', '25:00', 'x');
const range = fc.record({ from: time, to: time });
const days = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 7 });
const hours = fc.record({
  weekly: fc.dictionary(
    fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    fc.array(range, { maxLength: 3 }),
  ),
  closedOn: fc.array(fc.constantFrom('', '2026-11-25', 'never'), { maxLength: 3 }),
});
const timeoutMs = fc.option(fc.integer({ min: 1_000, max: 10 ** 9 }));
const source = fc.oneof(
  fc.record({ kind: fc.constant('text'), text }),
  fc.record({ kind: fc.constant('attribute'), name }),
);
const offset = fc.record({
  amount: fc.integer({ min: -10_000, max: 10_000 }),
  unit: fc.constantFrom('minutes', 'hours', 'days'),
});
const validation = fc.oneof(
  fc.record({ kind: fc.constant('regex'), pattern: text }),
  fc.record({ kind: fc.constant('media'), allowed: fc.subarray(['image', 'audio']) }),
  fc.constantFrom({ kind: 'location' }, { kind: 'date' }, { kind: 'phone' }, { kind: 'email' }),
);

const nodes: Record<string, fc.Arbitrary<object>> = {
  delay: fc.oneof(
    fc.record({
      mode: fc.constant('date'),
      source,
      offset,
      time: fc.oneof(time, fc.string({ maxLength: 5 })),
    }),
    fc.record({ mode: fc.constant('local-time'), time, weekdays: days }),
    fc.record({ mode: fc.constant('business-hours'), hours }),
  ),
  'business-hours': fc.record({ hours }),
  split: fc.record({
    branches: fc.array(
      fc.record({ id: fc.constantFrom('a', 'b', 'c'), weight: fc.integer({ min: 0, max: 100 }) }),
      { maxLength: 5 },
    ),
    salt: fc.string({ maxLength: 10 }),
  }),
  jump: fc.record({ target: name, maxVisits: fc.integer({ min: 1, max: 100 }) }),
  goal: fc.record({ name }),
  'set-consent': fc.record({ state: fc.constantFrom('granted', 'denied') }),
  'wait-for-event': fc.record({
    event: fc.oneof(
      fc.record({ kind: fc.constantFrom('api_event', 'tag_added', 'segment_entered'), name }),
      fc.record({ kind: fc.constant('attribute_changed'), name, value: text }),
      fc.constant({ kind: 'replied' }),
    ),
    saves: fc.array(
      fc.record({ field: name, variable: name, type: fc.constantFrom('text', 'number', 'boolean', 'date') }),
      { maxLength: 3 },
    ),
    timeoutMs,
  }),
  subflow: fc.record({
    flowId: name,
    version: fc.integer({ min: 0, max: 3 }),
    inputs: fc.array(fc.record({ name, value: text }), { maxLength: 3 }),
    outputs: fc.array(fc.record({ name, variable: name }), { maxLength: 3 }),
  }),
  assign: fc.record({ note: text, wait: fc.record({ timeoutMs, resumeOnTimeout: fc.boolean() }) }),
  ask: fc.record({
    text,
    saveAs: name,
    validation,
    tries: fc.integer({ min: 1, max: 3 }),
    retryText: text,
    timeoutMs,
  }),
  condition: fc.record({
    branches: fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b'),
        match: fc.constantFrom('all', 'any'),
        groups: fc.array(
          fc.record({
            match: fc.constantFrom('all', 'any'),
            tests: fc.array(
              fc.record({
                subject: fc.constantFrom(
                  'contact.tags',
                  'contact.attributes.x',
                  'answers.x',
                  'trigger.y',
                  '?',
                ),
                operator: fc.constantFrom(...operatorIds),
                value: text,
              }),
              { maxLength: 3 },
            ),
          }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 3 },
    ),
  }),
};

const value = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null));
const event: fc.Arbitrary<StepEvent> = fc.oneof(
  fc.constant<StepEvent>({ kind: 'entered' }),
  fc.constantFrom<StepEvent>({ kind: 'sent' }, { kind: 'deadline' }),
  text.map((said): StepEvent => ({ kind: 'reply', message: says(said) })),
  fc.tuple(name, value).map(([key, one]): StepEvent => ({
    kind: 'happened',
    event: { key: `attribute_changed:${key}`, data: { value: one, x: one }, at: '' },
  })),
  value.map((one): StepEvent => ({ kind: 'returned', outcome: 'completed', variables: { x: one } })),
);
const zone = fc.constantFrom('Europe/Berlin', 'Pacific/Chatham', 'No/Where', '');
const now = fc.date({ min: new Date('1975-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });

describe.each(Object.entries(nodes))('%s', (id, data) => {
  it(seeded('never throws, gives the same answer again, and leaves only by its own ports'), () => {
    const type = nodeTypeOf(id);
    if (type === null) throw new Error(`There is no node type ${id}.`);
    fc.assert(
      fc.property(data, event, value, zone, now, (raw, happened, x, timeZone, at) => {
        const parsed = type.manifest.schema.parse(raw);
        const input = stepInput(happened, {
          now: at,
          timeZone,
          organizationTimeZone: timeZone,
          contact: { ...contact, attributes: { x } },
          variables: { x },
          trigger: { y: x },
        });
        const outcome = type.advance(parsed, input);
        expect(type.advance(parsed, input)).toEqual(outcome);
        const ports = type.manifest.ports(parsed).map((port) => port.id);
        if (outcome.kind === 'leave') expect(ports).toContain(outcome.port);
        if (outcome.kind === 'delay') expect(Date.parse(outcome.until)).toBeGreaterThanOrEqual(at.getTime());
        expect(type.manifest.summary(parsed)).not.toBe('');
        for (const problem of type.validate(parsed)) expect(problem.message).not.toBe('');
        for (const port of ports) {
          const clock = type.manifest.clock(parsed, port);
          if (clock.kind === 'elapsed') expect(clock.ms).toBeGreaterThanOrEqual(0);
          if (outcome.kind === 'delay' && port === 'next' && clock.kind === 'elapsed') {
            expect(Date.parse(outcome.until) - at.getTime()).toBeLessThanOrEqual(clock.ms);
          }
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
