/** Random documents, worlds and events, for `random-play.ts`. Not used by the product. */
import fc from 'fast-check';
import { defaultRules } from './document.ts';
import type { FlowDoc, FlowRules } from './document.ts';
import { newNode, nodeTypeIds, nodeTypeOf } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';
import { newCard } from './nodes/send-carousel/manifest.ts';
import type { Facts } from './run.ts';
import { sampleNode } from './samples/build.ts';
import { flowDoc } from './testing.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Every way out that a new step of any type has, and some of the tested ones. */
const PORTS = [
  ...new Set([
    ...['button:yes', 'other', 'valid', 'gave-up', 'past', 'branch:a', 'branch:b'],
    ...nodeTypeIds.flatMap((type) => {
      const manifest = nodeTypeOf(type)?.manifest;
      return manifest ? manifest.ports(manifest.defaults()).map(({ id }) => id) : [];
    }),
  ]),
];

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const TAGS = ['lead', 'customer'];

const anyText = fc.oneof(
  fc.constantFrom(
    'hi',
    'Yes',
    '2',
    '{{ answers.x }}',
    '{% if contact.name %}a{% endif %}',
    '{{',
    '{{ x | nope }}',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const timeout = fc.oneof(fc.constant(null), fc.integer({ min: 1_000, max: 200_000 }));
const options = fc.constantFrom(1, 2).map((count) =>
  [
    { id: 'yes', title: 'Yes' },
    { id: 'no', title: 'No' },
  ].slice(0, count),
);
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const weekday = fc.constantFrom('1', '2', '3', '4', '5', '6', '7');
const hours = fc.record({
  weekly: fc.dictionary(weekday, fc.array(fc.record({ from: timeOfDay, to: timeOfDay }), { maxLength: 2 })),
  closedOn: fc.constantFrom<string[]>([], ['2026-12-25']),
});
const fallback = {
  ...{ name: 'thanks_update', language: 'en_US', header: [] },
  body: ['{{ contact.name }}'],
};

const drawnRule = fc.oneof(
  fc
    .constantFrom('hi', 'Yes', '2')
    .map((text) => sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'contains' as const, text }] })),
  fc.subarray(['image', 'text'] as const).map((kinds) => sampleNode('answer-rule', 0, 0, { kinds })),
  fc
    .integer({ min: 1, max: 10 })
    .map((times) => sampleNode('error-rule', 0, 0, { times, saveCodeAs: 'x', saveStepAs: 'x' })),
);

export const goodNode: fc.Arbitrary<FlowNode> = fc.oneof(
  fc.constantFrom(...nodeTypeIds).map((type) => newNode(type, { x: 0, y: 0 })),
  fc.constantFrom('Hello', 'Bye').map((text) => sampleNode('send-text', 0, 0, { text })),
  anyText.map((text) => sampleNode('send-text', 0, 0, { text, fallback })),
  fc
    .record({ body: anyText, buttons: options, timeoutMs: timeout })
    .map((data) => sampleNode('send-buttons', 0, 0, data)),
  fc
    .record({
      show: fc.constantFrom('one', 'several', 'catalog'),
      catalogId: anyText,
      productId: anyText,
      sections: fc.array(fc.record({ title: anyText, products: fc.array(anyText, { maxLength: 3 }) }), {
        maxLength: 3,
      }),
      body: anyText,
      waitsForOrder: fc.boolean(),
      timeoutMs: timeout,
    })
    .map((data) =>
      sampleNode('send-products', 0, 0, { ...data, header: 'Menu', saves: { items: 'x' }, fallback }),
    ),
  fc
    .record({
      body: anyText,
      media: fc.constantFrom('image', 'video'),
      buttons: fc.constantFrom('replies', 'link'),
      titles: fc.array(anyText, { maxLength: 3 }),
      timeoutMs: timeout,
    })
    .map(({ titles, ...data }) => {
      const cards = titles.map((title, at) => ({
        ...newCard(`card_${at}`, [{ id: at === 0 ? 'yes' : `reply_${at}`, title }]),
        media: 'https://shop.example/a.jpg',
        body: title,
      }));
      return sampleNode('send-carousel', 0, 0, { ...data, cards, fallback });
    }),
  fc
    .record({
      text: anyText,
      saveAs: fc.constantFrom('', 'x'),
      tries: fc.integer({ min: 1, max: 3 }),
      timeoutMs: timeout,
    })
    .map((data) => sampleNode('ask', 0, 0, { ...data, retryText: '', validation: { kind: 'number' } })),
  fc
    .record({
      isSeveral: fc.boolean(),
      show: fc.constantFrom('list', 'text'),
      title: fc.constantFrom('{{ item.title }}', '{{ item }}', '{{ item | nope }}', 'same'),
      save: fc.constantFrom('title', 'item', 'field'),
      isOfList: fc.boolean(),
      min: fc.integer({ min: 0, max: 3 }),
      max: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      tries: fc.integer({ min: 1, max: 3 }),
      timeoutMs: timeout,
    })
    .map(({ isSeveral, show, title, save, isOfList, min, max, tries, timeoutMs }) => {
      const from =
        isOfList || !isSeveral ? { from: { list: 'x', title, save, field: 'id', more: 'More' } } : {};
      const own = { listButton: 'Open', options: [{ id: 'yes', title: 'Yes' }], ...from };
      const validation = isSeveral
        ? { kind: 'choices', show, ...own, min, ...(max !== undefined && { max }), done: 'Done' }
        : { kind: 'choice', show: show === 'text' ? 'buttons' : 'list', ...own };
      return sampleNode('ask', 0, 0, {
        text: 'Which?',
        saveAs: 'x',
        retryText: '',
        validation,
        tries,
        timeoutMs,
      } as never);
    }),
  fc
    .array(fc.oneof(fc.jsonValue(), fc.record({ id: fc.nat(), title: anyText })), { maxLength: 120 })
    .map((rows) =>
      sampleNode('set-variable', 0, 0, {
        name: 'x',
        mode: 'set',
        valueType: 'list',
        value: JSON.stringify(rows).slice(0, 4_000),
      }),
    ),
  fc
    .integer({ min: 0, max: 500_000 })
    .map((durationMs) => sampleNode('delay', 0, 0, { mode: 'duration', durationMs })),
  fc
    .record({ time: timeOfDay, weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]) })
    .map((data) => sampleNode('delay', 0, 0, { mode: 'local-time', ...data })),
  hours.map((own) => sampleNode('delay', 0, 0, { mode: 'business-hours', hours: own })),
  fc
    .record({ name: fc.constantFrom('', ...TAGS), timeoutMs: timeout })
    .map(({ name, timeoutMs }) =>
      sampleNode('wait-for-event', 0, 0, { event: { kind: 'tag_added', name }, saves: [], timeoutMs }),
    ),
  fc
    .record({ target: fc.constantFrom('', ...IDS), maxVisits: fc.integer({ min: 1, max: 60 }) })
    .map((data) => sampleNode('jump', 0, 0, data)),
  fc.constantFrom('add', 'remove').map((action) => sampleNode('set-tag', 0, 0, { action, tag: 'lead' })),
  fc
    .record({ mode: fc.constantFrom('set', 'add'), value: anyText })
    .map((data) => sampleNode('set-variable', 0, 0, { ...data, name: 'x', valueType: 'number' })),
  anyText.map((value) => sampleNode('set-attribute', 0, 0, { name: 'n', valueType: 'number', value })),
  { weight: 2, arbitrary: drawnRule },
  { weight: 2, arbitrary: fc.constant(sampleNode('return', 0, 0, {})) },
);
export const damagedNode = fc
  .tuple(fc.constantFrom(...nodeTypeIds, 'teleport', '__proto__'), fc.jsonValue())
  .map(([type, data]) => ({ type, typeVersion: 1, data, ui: { x: 0, y: 0 } }) as unknown as FlowNode);

const anyRules: fc.Arbitrary<FlowRules> = fc.record({
  priority: fc.constant(0),
  reentry: fc.constant(defaultRules.reentry),
  overlap: fc.constantFrom('wait', 'start'),
  exitOn: fc.record({
    reply: fc.boolean(),
    tags: fc.subarray(TAGS),
    events: fc.subarray(['order.paid']),
    goals: fc.subarray(['booked']),
  }),
  timeoutMs: fc.option(fc.oneof(fc.integer({ min: MINUTE, max: DAY }), fc.constant(90 * DAY))),
  quietHours: fc.option(fc.record({ from: timeOfDay, to: timeOfDay })),
  frequencyCap: fc.option(
    fc.record({ max: fc.integer({ min: 1, max: 3 }), periodMs: fc.integer({ min: MINUTE, max: 7 * DAY }) }),
  ),
});

export function docOf(node: fc.Arbitrary<FlowNode>): fc.Arbitrary<FlowDoc> {
  const to = fc.constantFrom(...IDS);
  const stray = fc.record({
    from: fc.record({ node: fc.constantFrom('start', ...IDS), port: fc.constantFrom(...PORTS) }),
    to,
  });
  const trigger = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
  return fc
    .record({
      nodes: fc.tuple(...IDS.map(() => node)),
      // By node, where its first ways out lead.
      ways: fc.tuple(...IDS.map(() => fc.array(fc.option(to), { minLength: 3, maxLength: 6 }))),
      strays: fc.array(stray, { maxLength: 6 }),
      first: to,
      rules: anyRules,
    })
    .map(({ nodes, ways, strays, first, rules }) => {
      const own = ways.flatMap((targets, at) =>
        portsOf(nodes[at]!).flatMap((port, index) => {
          const target = targets[index] ?? null;
          return target === null ? [] : [{ from: { node: IDS[at]!, port }, to: target }];
        }),
      );
      const edges = [{ from: { node: 'start', port: 'next' }, to: first }, ...own, ...strays];
      return {
        ...flowDoc(
          { start: trigger, ...Object.fromEntries(IDS.map((id, index) => [id, nodes[index]!])) },
          [],
          { rules },
        ),
        edges: Object.fromEntries(edges.map((edge, index) => [`e${String(index).padStart(2, '0')}`, edge])),
      };
    });
}

function portsOf({ type, data }: FlowNode): string[] {
  const manifest = nodeTypeOf(type)?.manifest;
  const parsed = manifest?.schema.safeParse(data);
  return parsed?.success ? manifest!.ports(parsed.data as never).map(({ id }) => id) : [];
}

/** When and where a run takes place. */
export interface World {
  startMs: number;
  timeZone: string | null;
  organization: Facts['organization'];
  /** How long the window is still open at the start; negative: closed before; null: the person never wrote. */
  windowMs: number | null;
}

/** Changes of clocks: by an hour, by half of one, at midnight, by a whole day. */
const CLOCK_CHANGES = [
  '2026-03-29T01:00:00Z', // Berlin, Casablanca near it
  '2026-10-25T01:00:00Z',
  '2026-03-08T07:00:00Z', // New York
  '2026-11-01T06:00:00Z',
  '2026-04-04T15:00:00Z', // Lord Howe
  '2026-10-03T15:30:00Z',
  '2018-11-04T03:00:00Z', // São Paulo
  '2018-02-18T02:00:00Z',
  '2026-04-23T22:00:00Z', // Cairo
  '2011-12-30T10:00:00Z', // Apia
].map((at) => Date.parse(at));

const timeZone = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Australia/Lord_Howe'],
  ...['Africa/Cairo', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Kathmandu', '+05:30', 'No/Where', ''],
);

export const world: fc.Arbitrary<World> = fc.record({
  startMs: fc.oneof(
    fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) }),
    fc
      .tuple(fc.constantFrom(...CLOCK_CHANGES), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
      .map(([at, ms]) => at + ms),
  ),
  timeZone: fc.option(timeZone),
  organization: fc.option(fc.record({ timeZone, businessHours: fc.option(hours) }), { nil: undefined }),
  windowMs: fc.option(fc.integer({ min: -2 * DAY, max: DAY })),
});

function passing(max: number) {
  return fc.integer({ min: 0, max }).map((ms) => ({ by: 'ms', ms }) as const);
}

/** An event that mostly fits the state, with the time that passes before it. */
const move = fc.record({
  pass: fc.oneof(
    { weight: 6, arbitrary: passing(0) },
    { weight: 6, arbitrary: passing(10 * MINUTE) },
    { weight: 2, arbitrary: passing(3 * DAY) },
    { weight: 1, arbitrary: passing(60 * DAY) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(-1, 0, 1).map((ms) => ({ by: 'deadline', ms }) as const),
    },
  ),
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant('fit' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...(['reply', 'press', 'order', 'deadline', 'stale', 'started', 'happened'] as const),
        ...(['undelivered', 'retry', 'skip', 'stop', 'free', 'moved'] as const),
      ),
    },
  ),
  fails: fc.boolean(),
  isBusy: fc.boolean(),
  text: anyText,
  which: fc.nat({ max: 5 }),
});
export type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;
export const movesUpTo = (maxLength: number) => fc.array(move, { maxLength, size: 'max' });

/** A document made ready, a world and what happens in it. */
export const playsOf = (node: fc.Arbitrary<FlowNode>, maxMoves: number) =>
  fc.record({ doc: docOf(node), world, moves: movesUpTo(maxMoves) });
