/**
 * Scripted conversations: what a person does, what time does, and what the flow must answer. Small JSON files that live
 * beside a flow and run in the simulation, so that a changed flow shows at once what it breaks. A key that isn't known
 * is refused: an expectation with a slip of the pen would never be checked.
 */
import { z } from 'zod';
import type { EventKey } from './events.ts';

export const SCRIPT_FORMAT = 'parley-flow-test';
export const SCRIPT_VERSION = 1;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const values = z.record(z.string(), value);

/** What is looked for after the steps before; messages are those since the last expectation. */
const expectation = z
  .strictObject({
    /** One of the messages holds this; a list: messages hold them in this order. Case and accents count. */
    text: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** None of the messages holds this. */
    noText: z.string().optional(),
    /** Titles of the last message's buttons or rows, all of them in their order. */
    buttons: z.array(z.string()).optional(),
    /** Name of a template that was sent. */
    template: z.string().optional(),
    /** How many messages were sent. */
    count: z.int().min(0).optional(),
    /** Nothing was sent. */
    nothing: z.literal(true).optional(),
    /** The run has ended, with this outcome and, if given, reason; `false`: it goes on. */
    ended: z
      .union([
        z.enum(['completed', 'exited', 'failed']),
        z.literal(false),
        z.strictObject({ outcome: z.enum(['completed', 'exited', 'failed']), reason: z.string().optional() }),
      ])
      .optional(),
    /** The step on which the run stands, by its id or its name. */
    at: z.string().optional(),
    variables: values.optional(),
    attributes: values.optional(),
    tags: z.array(z.string()).optional(),
    noTags: z.array(z.string()).optional(),
    /** The conversation was handed to people. */
    handedOver: z.boolean().optional(),
  })
  .refine((one) => Object.keys(one).length > 0, { error: 'Say what is expected.' });

const eventKey = z
  .string()
  .regex(/^(replied|[a-z_]+:.+)$/, {
    error: 'Write the event as kind:name, for example api_event:order.paid.',
  })
  .transform((key) => key as EventKey);

const failing = z.union([z.int().min(1), z.strictObject({ times: z.int().min(1), code: z.string() })]);

/** Each step by the key that tells it. */
const stepKinds = {
  say: z.strictObject({ say: z.string() }),
  /** A button or row of the messages so far, by its title or its id. */
  press: z.strictObject({ press: z.string() }),
  /** A message without words. */
  send: z.strictObject({ send: z.enum(['image', 'video', 'audio', 'document', 'sticker', 'location']) }),
  /** An order from a catalogue. */
  order: z.strictObject({
    order: z
      .array(z.strictObject({ product: z.string(), quantity: z.int().min(1), price: z.number().min(0) }))
      .min(1),
    currency: z.string(),
    note: z.string().optional(),
  }),
  tag: z.strictObject({ tag: z.string() }),
  untag: z.strictObject({ untag: z.string() }),
  event: z.strictObject({ event: eventKey, data: values.optional() }),
  /** Starts the flow at this trigger. */
  enrol: z.strictObject({ enrol: z.string(), data: values.optional() }),
  /** Time passes: `2 days 3 hours`, `30 min`. */
  wait: z.strictObject({ wait: z.string() }),
  /** Jumps to the end of what the run waits for. */
  skip: z.strictObject({ skip: z.literal('wait') }),
  failSends: z.strictObject({ failSends: failing }),
  /** WhatsApp says of the message whose answer is awaited that it isn't delivered; the value is Meta's code. */
  undeliver: z.strictObject({ undeliver: z.string() }),
  /** What an operator says to a step that failed. */
  decide: z.strictObject({ decide: z.enum(['retry', 'skip']) }),
  expect: z.strictObject({ expect: expectation }),
};

const step = z.union(Object.values(stepKinds));

/** The answers that requests and models give, by the id of the step, one after the other; the last one stays. */
const call = z.union([
  z.strictObject({ status: z.int(), body: z.json().optional() }),
  z.strictObject({ text: z.string().optional(), fields: values.optional() }),
  z.strictObject({ failed: z.enum(['timeout', 'unreachable']) }),
]);

const conversation = z.strictObject({
  name: z.string().min(1),
  /** When it begins, RFC 3339; a Monday morning when left out. */
  now: z.iso.datetime({ offset: true }).optional(),
  contact: z
    .strictObject({
      name: z.string().nullable().optional(),
      phone: z.string().optional(),
      locale: z.string().optional(),
      timeZone: z.string().optional(),
      tags: z.array(z.string()).optional(),
      attributes: values.optional(),
    })
    .optional(),
  /** The person wrote recently: the window is open at the start. */
  windowOpen: z.boolean().optional(),
  calls: z.record(z.string(), z.array(call).min(1)).optional(),
  steps: z.array(step).min(1),
});

const scriptSchema = z.strictObject({
  format: z.literal(SCRIPT_FORMAT),
  formatVersion: z.literal(SCRIPT_VERSION),
  conversations: z.array(conversation).min(1),
});

export type Script = z.infer<typeof scriptSchema>;
export type ScriptedConversation = z.infer<typeof conversation>;
export type ScriptStep = z.infer<typeof step>;
export type Expectation = z.infer<typeof expectation>;
export type ScriptedCall = z.infer<typeof call>;

export type ParsedScript = { ok: true; script: Script } | { ok: false; problems: string[] };

/** Total: whatever comes in, an answer goes out, with each problem as `path: sentence`. */
export function parseScript(json: unknown): ParsedScript {
  const parsed = scriptSchema.safeParse(json);
  if (parsed.success) {
    const odd = parsed.data.conversations.flatMap(({ steps }, index) =>
      steps.flatMap((one, at) =>
        'wait' in one && durationFrom(one.wait) === null
          ? [`conversations.${index}.steps.${at}.wait: "${one.wait}" is no time; write 2 days 3 hours.`]
          : [],
      ),
    );
    return odd.length === 0 ? { ok: true, script: parsed.data } : { ok: false, problems: odd };
  }
  return { ok: false, problems: parsed.error.issues.map((issue) => sentenceFor(issue, json)) };
}

/** JSON Schema of a script, for editors. */
export function scriptJsonSchema(): Record<string, unknown> {
  return {
    title: 'Parley flow test',
    ...z.toJSONSchema(scriptSchema, { unrepresentable: 'any', io: 'input' }),
  };
}

/** A step fits none of its kinds: what is wrong with the kind that it names helps more than a list of all. */
function sentenceFor(issue: z.core.$ZodIssue, json: unknown): string {
  const path = issue.path.join('.') || 'script';
  if (issue.code !== 'invalid_union') return `${path}: ${issue.message}`;
  let place: unknown = json;
  for (const key of issue.path) place = (place as Record<PropertyKey, unknown> | undefined)?.[key];
  const keys = typeof place === 'object' && place !== null ? Object.keys(place) : [];
  const kind = (Object.keys(stepKinds) as (keyof typeof stepKinds)[]).find((one) => keys.includes(one));
  const [inner] = (kind && stepKinds[kind].safeParse(place).error?.issues) ?? [];
  return inner
    ? `${[path, ...inner.path].join('.')}: ${inner.message}`
    : `${path}: this isn't understood: ${JSON.stringify(place)}`;
}

const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** `2 days 3 hours`, `1 h 30 min`, `90 seconds` in milliseconds; null when it is no time. */
export function durationFrom(text: string): number | null {
  const part = /(\d{1,6})\s*(days?|d|hours?|h|minutes?|min|m|seconds?|sec|s)(?![a-z])\s*/giy;
  let total = 0;
  let end = 0;
  const trimmed = text.trim();
  for (let match = part.exec(trimmed); match !== null; match = part.exec(trimmed)) {
    total += Number(match[1]) * (UNITS_MS[(match[2] ?? '').charAt(0).toLowerCase()] ?? 0);
    end = part.lastIndex;
  }
  return end > 0 && end === trimmed.length ? total : null;
}
