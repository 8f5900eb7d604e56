/** Runs scripted conversations against a flow and says what differs from what they expect. */
import { compileFlow } from './compile.ts';
import type { CallRequest, CallResult } from './calls.ts';
import type { FlowLibrary } from './library.ts';
import type { FlowDoc } from './document.ts';
import type { Facts, TemplateFacts } from './run.ts';
import { durationFrom } from './scripts.ts';
import type { Script, ScriptedCall, ScriptedConversation, ScriptStep } from './scripts.ts';
import { startSimulation } from './simulate.ts';
import type { SimulatedAction, Simulation } from './simulate.ts';
import { failuresOf, optionsIn } from './script-expectations.ts';
import { templateUses } from './validation/template-uses.ts';

export interface ScriptFailure {
  /** The step's number, from 1. */
  step: number;
  message: string;
}

export interface ConversationResult {
  name: string;
  failures: ScriptFailure[];
  /** What happened, a line each. */
  transcript: string[];
}

export interface ScriptOptions {
  /** The organisation's templates; those that aren't in it are taken as approved. */
  templates?: Facts['templates'];
  /** Versions that the flow calls. */
  library?: FlowLibrary;
}

const START = new Date('2026-01-05T09:00:00.000Z');
const WINDOW_MS = 24 * 60 * 60 * 1000;

/** Each conversation begins anew: nothing is left over from the one before. */
export function runScript(doc: FlowDoc, script: Script, options: ScriptOptions = {}): ConversationResult[] {
  const templates = { ...standInTemplates(doc), ...options.templates };
  return script.conversations.map((one) => runConversation(doc, one, { ...options, templates }));
}

function runConversation(
  doc: FlowDoc,
  given: ScriptedConversation,
  options: ScriptOptions,
): ConversationResult {
  const now = given.now === undefined ? START : new Date(given.now);
  const { name, phone, locale, timeZone, tags, attributes } = given.contact ?? {};
  const simulation = startSimulation(doc, {
    now,
    contact: defined({ name, phone, locale, timeZone, tags, attributes }),
    windowExpiresAt: given.windowOpen ? new Date(now.getTime() + WINDOW_MS).toISOString() : null,
    answerCall: answersFrom(given.calls ?? {}),
    ...defined({ templates: options.templates, library: options.library }),
  });
  const failures: ScriptFailure[] = [];
  /** Where the entries begin that the next expectation looks at. */
  let since = 0;
  for (const [index, step] of given.steps.entries()) {
    if ('expect' in step) {
      const recent = simulation.transcript.slice(since);
      since = simulation.transcript.length;
      for (const message of failuresOf(step.expect, simulation, recent))
        failures.push({ step: index + 1, message });
      continue;
    }
    const action = actionFor(step, simulation);
    if (typeof action === 'string') failures.push({ step: index + 1, message: action });
    else simulation.do(action);
  }
  return { name: given.name, failures, transcript: linesOf(simulation) };
}

/** The step as the simulation knows it, or why it can't be done now. */
function actionFor(
  step: Exclude<ScriptStep, { expect: unknown }>,
  simulation: Simulation,
): SimulatedAction | string {
  if ('say' in step) return { kind: 'say', text: step.say };
  if ('press' in step) {
    const option = optionsOf(simulation).findLast(
      ({ id, title }) => title === step.press || id === step.press,
    );
    return option ? { kind: 'press', ...option } : `There is no button "${step.press}" to press.`;
  }
  if ('send' in step) return { kind: 'send', message: sentMessage(step.send) };
  if ('order' in step) return { kind: 'send', message: sentOrder(step) };
  if ('tag' in step) return { kind: 'tag', tag: step.tag };
  if ('untag' in step) return { kind: 'untag', tag: step.untag };
  if ('event' in step) return { kind: 'event', key: step.event, ...defined({ data: step.data }) };
  if ('enrol' in step) return { kind: 'enrol', nodeId: step.enrol, ...defined({ data: step.data }) };
  if ('wait' in step) return { kind: 'wait', ms: durationFrom(step.wait) ?? 0 };
  if ('skip' in step) return { kind: 'skipToDeadline' };
  if ('undeliver' in step) return { kind: 'undeliver', code: step.undeliver };
  if ('decide' in step) return { kind: 'decide', action: step.decide };
  const { failSends } = step;
  return typeof failSends === 'number'
    ? { kind: 'failSends', times: failSends, code: 'refused' }
    : { kind: 'failSends', ...failSends };
}

type SentMessage = Extract<SimulatedAction, { kind: 'send' }>['message'];

function sentMessage(type: string): SentMessage {
  if (type === 'location') {
    return { type, location: { latitude: 52.52, longitude: 13.405, name: null, address: null } };
  }
  const kind = type as 'image' | 'video' | 'audio' | 'document' | 'sticker';
  return { type, media: { kind, mimeType: null } };
}

function sentOrder({ order, currency, ...rest }: Extract<ScriptStep, { order: unknown }>): SentMessage {
  const note = rest.note ?? null;
  const total = order.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  return {
    type: 'order',
    text: note,
    order: {
      catalogId: null,
      note,
      items: order.map(({ product, quantity, price }) => ({
        ...{ productId: product, quantity, currency },
        price: String(price),
      })),
      itemCount: order.reduce((sum, { quantity }) => sum + quantity, 0),
      total: total.toFixed(2),
      currency,
    },
  };
}

/** Everything that can be pressed, the newest last. */
function optionsOf({ transcript }: Simulation): { id: string; title: string }[] {
  return transcript.flatMap((entry) =>
    entry.kind === 'outbound' && entry.result.outcome !== 'failed' ? optionsIn(entry.content) : [],
  );
}

function answersFrom(calls: Readonly<Record<string, ScriptedCall[]>>) {
  const taken = new Map<string, number>();
  return (request: CallRequest, nodeId: string): CallResult => {
    const list = Object.hasOwn(calls, nodeId) ? (calls[nodeId] ?? []) : [];
    const at = taken.get(nodeId) ?? 0;
    taken.set(nodeId, at + 1);
    const answer = list[Math.min(at, list.length - 1)];
    if (answer === undefined || 'failed' in answer) {
      const code = answer?.failed === 'timeout' ? 'call_timeout' : 'call_unreachable';
      return { outcome: 'failed', error: { code, title: 'No answer in this script' } };
    }
    if ('status' in answer) return { outcome: 'response', status: answer.status, body: answer.body ?? null };
    return request.kind === 'ai'
      ? { outcome: 'answer', text: answer.text ?? null, fields: answer.fields ?? {} }
      : { outcome: 'response', status: 200, body: answer.fields ?? answer.text ?? null };
  };
}

/** Templates that the flow names, as if Meta had approved them with as many placeholders as the flow fills. */
function standInTemplates(doc: FlowDoc): Record<string, TemplateFacts> {
  return Object.fromEntries(
    templateUses(compileFlow(doc)).map(({ use }) => {
      const values = use.body.map((_, index) => `{{${index + 1}}}`);
      const body = [`[${use.name}]`, ...values].join(' ');
      return [`${use.name}/${use.language}`, { status: 'APPROVED', category: 'UTILITY', body } as const];
    }),
  );
}

function linesOf({ transcript }: Simulation): string[] {
  return transcript.map((entry) => {
    const at = entry.at.slice(0, 16).replace('T', ' ');
    switch (entry.kind) {
      case 'inbound':
        return `${at}  person: ${entry.text}`;
      case 'outbound': {
        const options = optionsIn(entry.content).map(({ title }) => `[${title}]`);
        const failed = entry.result.outcome === 'failed' ? ` (failed: ${entry.result.error.code})` : '';
        return [`${at}  flow:   ${entry.text}`, ...options].join(' ') + failed;
      }
      case 'call':
        return `${at}  call:   ${entry.nodeId} (${entry.result.outcome})`;
      case 'command':
        return `${at}  does:   ${JSON.stringify(entry.command)}`;
      case 'ended':
        return `${at}  ended:  ${entry.outcome}, ${entry.reason}`;
    }
  });
}

function defined<Shape extends object>(
  shape: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } {
  return Object.fromEntries(Object.entries(shape).filter(([, item]) => item !== undefined)) as {
    [Key in keyof Shape]?: Exclude<Shape[Key], undefined>;
  };
}

/** All results as text: passed conversations in a line, failed ones with what was expected and what happened. */
export function describeResults(results: readonly ConversationResult[]): string {
  return results
    .map(({ name, failures, transcript }) => {
      if (failures.length === 0) return `ok    ${name}`;
      const reasons = failures.map(({ step, message }) => `      step ${step}: ${message}`);
      return [`FAIL  ${name}`, ...reasons, ...transcript.map((line) => `        | ${line}`)].join('\n');
    })
    .join('\n');
}
