/** What an expectation of a script finds wrong, a sentence each. */
import type { OutboundContent } from '../messaging/content.ts';
import type { VariableValue } from './basics.ts';
import { asScalar } from './lists.ts';
import type { CompiledFlow } from './compile.ts';
import { placeAt } from './compile.ts';
import type { Expectation } from './scripts.ts';
import type { Simulation } from './simulate.ts';
import type { TranscriptEntry } from './simulated-world.ts';
import { describeWait, nodeTitle } from './summary.ts';

type Sent = Extract<TranscriptEntry, { kind: 'outbound' }>;
type Values = Readonly<Record<string, VariableValue>>;

/** @param recent what happened since the last expectation */
export function failuresOf(
  expected: Expectation,
  { flow, state, facts }: Simulation,
  recent: readonly TranscriptEntry[],
): string[] {
  const sent = recent.filter(
    (entry): entry is Sent => entry.kind === 'outbound' && entry.result.outcome !== 'failed',
  );
  const { contact, conversation } = facts;
  return [
    ...inMessages(expected, sent),
    ...ended(expected.ended, flow, state),
    ...(expected.at === undefined ? [] : standsAt(expected.at, flow, state)),
    ...differing('Variable', expected.variables ?? {}, { ...flow.defaults, ...state.variables }),
    ...differing('Attribute', expected.attributes ?? {}, contact.attributes),
    ...(expected.tags ?? [])
      .filter((tag) => !contact.tags.includes(tag))
      .map((tag) => `The contact lacks the tag "${tag}"; it has ${listed(contact.tags)}.`),
    ...(expected.noTags ?? [])
      .filter((tag) => contact.tags.includes(tag))
      .map((tag) => `The contact has the tag "${tag}".`),
    ...(expected.handedOver === undefined || expected.handedOver === (conversation?.mode === 'human')
      ? []
      : [
          expected.handedOver ? 'The conversation was not handed over.' : 'The conversation was handed over.',
        ]),
  ];
}

function inMessages(
  { text, noText, buttons, template, count, nothing }: Expectation,
  sent: readonly Sent[],
): string[] {
  const texts = sent.map((entry) => entry.text);
  const failures: string[] = [];
  if (text !== undefined) {
    const missing = firstMissing(typeof text === 'string' ? [text] : text, texts);
    if (missing !== null) failures.push(`No message holds "${missing}"; sent: ${listed(texts)}.`);
  }
  if (noText !== undefined && texts.some((one) => one.includes(noText))) {
    failures.push(`A message holds "${noText}".`);
  }
  if (buttons !== undefined) {
    const last = sent.at(-1);
    const titles = last ? optionsIn(last.content).map(({ title }) => title) : [];
    if (JSON.stringify(titles) !== JSON.stringify(buttons)) {
      failures.push(`The buttons are ${listed(titles)}, not ${listed(buttons)}.`);
    }
  }
  if (
    template !== undefined &&
    !sent.some(({ content }) => content.type === 'template' && content.name === template)
  ) {
    failures.push(`Template ${template} was not sent; sent: ${listed(texts)}.`);
  }
  const wanted = nothing === true ? 0 : count;
  if (wanted !== undefined && sent.length !== wanted) {
    failures.push(`${sent.length} messages were sent, not ${wanted}: ${listed(texts)}.`);
  }
  return failures;
}

/** The first part that no message holds, each looked for after the message that held the one before. */
function firstMissing(parts: readonly string[], texts: readonly string[]): string | null {
  let from = 0;
  for (const part of parts) {
    const at = texts.findIndex((text, index) => index >= from && text.includes(part));
    if (at === -1) return part;
    from = at + 1;
  }
  return null;
}

function ended(expected: Expectation['ended'], flow: CompiledFlow, state: Simulation['state']): string[] {
  if (expected === undefined) return [];
  const { ended: is } = state;
  if (expected === false) return is === null ? [] : [`The run has ended as ${is.outcome}: ${is.reason}.`];
  if (is === null) return [`The run has not ended. ${describeWait(flow, state)}.`];
  const { outcome, reason } =
    typeof expected === 'string' ? { outcome: expected, reason: undefined } : expected;
  return is.outcome === outcome && (reason === undefined || is.reason === reason)
    ? []
    : [
        `The run has ended as ${is.outcome}: ${is.reason}, not as ${outcome}${reason === undefined ? '' : `: ${reason}`}.`,
      ];
}

function standsAt(expected: string, flow: CompiledFlow, state: Simulation['state']): string[] {
  const node = state.nodeId === null ? null : (placeAt(flow, state.nodeId)?.node.node ?? null);
  if (state.nodeId === expected || (node !== null && nodeTitle(node) === expected)) return [];
  return [`The run is not at "${expected}". ${describeWait(flow, state)}.`];
}

function differing(what: string, expected: Values, actual: Values): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    // A list is expected in words, as texts show it.
    const is = Object.hasOwn(actual, name) ? asScalar(actual[name] ?? null) : null;
    return is === value ? [] : [`${what} ${name} is ${JSON.stringify(is)}, not ${JSON.stringify(value)}.`];
  });
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.map((text) => `"${text}"`).join(', ');
}

/** Buttons or rows of a message. */
export function optionsIn(content: OutboundContent): { id: string; title: string }[] {
  if (content.type === 'buttons') return content.buttons.map(({ id, title }) => ({ id, title }));
  if (content.type === 'carousel') return content.cards.flatMap(({ buttons = [] }) => buttons);
  if (content.type !== 'list') return [];
  return content.sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ id, title })));
}
