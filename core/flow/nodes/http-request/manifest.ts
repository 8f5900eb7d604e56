import { z } from 'zod';
import type { VariableWrite } from '../contract.ts';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { MAX_ITEM_FIELDS } from '../../lists.ts';
import { CALL_LIMITS, callClock } from '../shared/call-clock.ts';
import { label, liquidText, variableName } from '../shared/fields.ts';
import { excerpt } from '../shared/summary.ts';
import { text } from '../shared/uses.ts';
import { jsonTexts } from './json-template.ts';

export const SUCCESS_PORT = 'success';
export const ERROR_PORT = 'error';
export const TIMEOUT_PORT = 'timeout';

const pair = z.strictObject({ name: z.string().max(200), value: liquidText });

const header = z.strictObject({
  name: z.string().max(200),
  /** Stands before the secret's value, for example `Bearer `; without a secret it is all there is. */
  value: liquidText,
  /** Name of a secret of the organisation. */
  secret: z.string().max(64).optional(),
});

const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** JSON whose texts are Liquid. Values are put in after parsing, so that a quote in an answer stays a quote. */
  z.strictObject({ kind: z.literal('json'), template: z.string().max(20_000) }),
  z.strictObject({ kind: z.literal('form'), fields: z.array(pair).max(50) }),
  z.strictObject({ kind: z.literal('text'), contentType: z.string().max(200), text: liquidText }),
]);

const mapping = z.strictObject({
  /** Where the value stands in the answer: `order.items[0].name`; empty: the whole answer. */
  path: z.string().max(500),
  variable: variableName,
  type: z.enum(['text', 'number', 'boolean', 'date', 'list']),
  /** Of a list: what its rows keep, and where that stands inside one; none: every field that is no list and no record. */
  columns: z
    .array(z.strictObject({ name: variableName, path: z.string().max(500) }))
    .max(MAX_ITEM_FIELDS)
    .optional(),
});

const schema = z.strictObject({
  label,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: liquidText,
  query: z.array(pair).max(50),
  headers: z.array(header).max(50),
  body,
  /** For one attempt. */
  timeoutMs: z.int().min(CALL_LIMITS.minTimeoutMs).max(CALL_LIMITS.maxTimeoutMs),
  /** In all; only time-outs, lost connections, 429 and 5xx are tried again. */
  attempts: z.int().min(1).max(CALL_LIMITS.attempts),
  response: z.array(mapping).max(50),
  saveStatusAs: variableName.optional(),
});

export type HttpRequestData = z.infer<typeof schema>;
export type HttpBody = HttpRequestData['body'];
export type ResponseMapping = HttpRequestData['response'][number];

export const manifest: NodeManifest<'http-request', HttpRequestData> = {
  type: 'http-request',
  typeVersion: 1,
  family: 'data',
  title: 'HTTP request',
  docs: 'Asks another service over HTTP and saves parts of its answer. Keys and tokens are named as secrets, never written here. Reaches the public Internet only.',
  schema,
  defaults: () => ({
    method: 'GET',
    url: '',
    query: [],
    headers: [],
    body: { kind: 'none' },
    timeoutMs: 10_000,
    attempts: 2,
    response: [],
  }),
  ports: () => [
    { id: SUCCESS_PORT, label: 'Success (2xx)' },
    { id: ERROR_PORT, label: 'Error answer' },
    { id: TIMEOUT_PORT, label: 'Time-out', optional: true },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) => (data.url.trim() === '' ? 'No address yet' : `${data.method} ${excerpt(data.url, '')}`),
  limits: { timeoutMs: CALL_LIMITS.maxTimeoutMs, attempts: CALL_LIMITS.attempts, variable: 64 },
  clock: (data) => callClock(data),
  texts: (data) => [
    ...text('url', data.url),
    ...data.query.flatMap(({ value }, index) => text(`query.${index}.value`, value)),
    ...data.headers.flatMap(({ value }, index) => text(`headers.${index}.value`, value)),
    ...bodyTexts(data.body),
  ],
  writes: (data) => [
    ...data.response.flatMap(({ variable, type, columns = [] }, index): VariableWrite[] => {
      if (variable === '') return [];
      const fields = columns.map(({ name }) => name).filter((name) => name !== '');
      const write = { field: `response.${index}.variable`, name: variable, type, ports: [SUCCESS_PORT] };
      return [type === 'list' && fields.length > 0 ? { ...write, fields } : write];
    }),
    ...(data.saveStatusAs
      ? [{ field: 'saveStatusAs', name: data.saveStatusAs, type: 'number' as const, ports: [SUCCESS_PORT] }]
      : []),
  ],
  secrets: (data) =>
    data.headers.flatMap(({ secret }, index) =>
      secret === undefined || secret === '' ? [] : [{ field: `headers.${index}.secret`, secret }],
    ),
};

function bodyTexts(given: HttpBody) {
  switch (given.kind) {
    case 'none':
      return [];
    case 'json':
      return jsonTexts(given.template).flatMap((leaf) => text('body.template', leaf));
    case 'form':
      return given.fields.flatMap(({ value }, index) => text(`body.fields.${index}.value`, value));
    case 'text':
      return text('body.text', given.text);
  }
}
