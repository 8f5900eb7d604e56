import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallResult, HttpCall, JsonValue } from '../../calls.ts';
import { stepInput } from '../../testing.ts';
import { parsePath, readPath } from './json-path.ts';
import { httpRequest } from './index.ts';
import type { HttpRequestData } from './manifest.ts';
import { mapAnswer } from './mapping.ts';

const base: HttpRequestData = { ...httpRequest.manifest.defaults(), url: 'https://api.example.com/orders' };
const data = (change: Partial<HttpRequestData>): HttpRequestData => ({ ...base, ...change });
const enter = (
  change: Partial<HttpRequestData>,
  variables: Record<string, string | number | boolean | null> = {},
) =>
  httpRequest.advance(
    data(change),
    stepInput({ kind: 'entered' }, { variables, trigger: { text: 'hi', n: 7 } }),
  );
const request = (
  change: Partial<HttpRequestData>,
  variables: Record<string, string | number | boolean | null> = {},
): HttpCall => {
  const outcome = enter(change, variables);
  if (outcome.kind !== 'call' || outcome.request.kind !== 'http') throw new Error(JSON.stringify(outcome));
  return outcome.request;
};
const called = (result: CallResult, change: Partial<HttpRequestData> = {}, hasEdge = true) =>
  httpRequest.advance(data(change), stepInput({ kind: 'called', result }, { hasEdge: () => hasEdge }));
const answer = (body: JsonValue, status = 200): CallResult => ({ outcome: 'response', status, body });

describe('http-request, when it is entered', () => {
  it('asks with address, query, headers and body filled in', () => {
    expect(
      request(
        {
          method: 'POST',
          url: 'https://api.example.com/orders/{{ answers.id }}?a=b%20c#part',
          query: [{ name: 'who', value: '{{ contact.firstName }} & co' }],
          headers: [
            { name: 'Authorization', value: 'Bearer ', secret: 'crm' },
            { name: 'X-Note', value: '{{ answers.note }}' },
          ],
          body: { kind: 'json', template: '{"name": "{{ contact.name }}"}' },
        },
        { id: 'A/1', note: 'two\r\nX-Evil: lines' },
      ),
    ).toEqual({
      kind: 'http',
      method: 'POST',
      url: 'https://api.example.com/orders/A%2F1?a=b%20c&who=Maya+%26+co',
      headers: [
        { name: 'Authorization', value: 'Bearer ', secret: 'crm' },
        { name: 'X-Note', value: 'two X-Evil: lines', secret: null },
        { name: 'Content-Type', value: 'application/json', secret: null },
      ],
      body: '{"name":"Maya Lindholm"}',
      timeoutMs: 10_000,
      attempts: 2,
    });
  });

  it('keeps values inside their part of the address', () => {
    const url = 'https://api.example.com/users/{{ answers.x }}/card';
    for (const [value, part] of [
      ['../admin', '..%2Fadmin'],
      ['a?b=c#d', 'a%3Fb%3Dc%23d'],
      ['a b', 'a%20b'],
      ['ü', '%C3%BC'],
      ['', ''],
    ] as const) {
      expect(request({ url }, { x: value }).url).toBe(`https://api.example.com/users/${part}/card`);
    }
    for (const value of ['.', '..', ' .. '])
      expect(enter({ url }, { x: value })).toMatchObject({ fault: { code: 'bad_url' } });
    expect(request({ url: 'https://x.test/{{ answers.x | url_encode }}' }, { x: 'a/b' }).url).toBe(
      'https://x.test/a%2Fb',
    );
  });

  it('never leaves the written host, whatever a value holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (x) => {
        for (const url of [
          'https://api.example.com/{{ answers.x }}',
          'https://{{ answers.x }}.example.com/',
          'https://api.example.com/a?b={{ answers.x }}',
        ]) {
          const outcome = enter({ url }, { x });
          if (outcome.kind !== 'call' || outcome.request.kind !== 'http') continue;
          const { hostname, username, port } = new URL(outcome.request.url);
          expect([hostname.endsWith('.example.com'), username, port]).toEqual([true, '', '']);
        }
      }),
    );
  });

  it('follows an address from a value, but not with a secret', () => {
    const url = '{{ trigger.callback }}';
    const step = (headers: HttpRequestData['headers']) =>
      httpRequest.advance(
        data({ url, headers }),
        stepInput({ kind: 'entered' }, { trigger: { callback: 'https://x.test/a?b=c' } }),
      );
    expect(step([])).toMatchObject({ request: { url: 'https://x.test/a?b=c' } });
    expect(step([{ name: 'x', value: '', secret: 'crm' }])).toMatchObject({
      fault: { code: 'secret_to_open_host' },
    });
  });

  it('keeps JSON whole and typed, whatever a value holds', () => {
    const template =
      '{"text": "{{ answers.x }}!", "n": "{{ answers.age }}", "ok": "{{answers.member}}", "none": "{{ answers.nope }}", "tags": ["{{ contact.tags }}"], "k": 1}';
    const json = (x: string) =>
      JSON.parse(
        request({ method: 'POST', body: { kind: 'json', template } }, { x, age: 34, member: true }).body ??
          '',
      ) as JsonValue;
    expect(json('"}, {"admin": true')).toEqual({
      text: '"}, {"admin": true!',
      n: 34,
      ok: true,
      none: null,
      tags: [['vip']],
      k: 1,
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (x) => {
        const value = json(x) as { text: string };
        expect(Object.keys(value)).toEqual(['text', 'n', 'ok', 'none', 'tags', 'k']);
        expect(value.text.endsWith('!')).toBe(true);
      }),
    );
  });

  it('puts the moment of the run into JSON, unless a variable has its name', () => {
    const now = (variables?: Record<string, string | number>) =>
      request({ method: 'POST', body: { kind: 'json', template: '{"at": "{{ now }}"}' } }, variables).body;
    expect(now()).toBe('{"at":"2026-11-24T08:30:00.000Z"}');
    expect(now({ now: 5 })).toBe('{"at":5}');
  });

  it('never reads a value as Liquid', () => {
    const body = { kind: 'json' as const, template: '{"a": "{{ answers.x }} {{ answers.x }}"}' };
    expect(request({ method: 'POST', body }, { x: '{{ contact.name }}' }).body).toBe(
      '{"a":"{{ contact.name }} {{ contact.name }}"}',
    );
  });

  it('sends forms and texts', () => {
    const fields = [{ name: 'a b', value: '{{ answers.x }}' }];
    expect(request({ method: 'POST', body: { kind: 'form', fields } }, { x: '1&c=2' })).toMatchObject({
      body: 'a+b=1%26c%3D2',
      headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
    });
    const body = { kind: 'text' as const, contentType: 'text/xml', text: '<a>{{ answers.x | escape }}</a>' };
    expect(request({ method: 'PUT', body }, { x: '<b>' })).toMatchObject({
      body: '<a>&lt;b&gt;</a>',
      headers: [{ value: 'text/xml' }],
    });
    expect(request({ method: 'GET', body }, { x: '<b>' })).toMatchObject({ body: null, headers: [] });
  });

  it('fails on what can’t be sent', () => {
    const codes = [
      enter({ url: '' }),
      enter({ url: 'ftp://x.test' }),
      enter({ url: 'https://x.test/{% if a %}b{% endif %}' }),
      enter({ url: 'https://x.test/{{ answers.x | nope }}' }),
      enter({ method: 'POST', body: { kind: 'json', template: '{"a": {{ answers.x }}}' } }),
      enter({ headers: [{ name: 'Host', value: 'evil.test' }] }),
      enter({ headers: [{ name: 'idempotency-key', value: 'x' }] }),
      enter({ headers: [{ name: 'x', value: '{{ answers.x }}' }] }, { x: '日本' }),
    ].map((outcome) => (outcome.kind === 'fault' ? outcome.fault.code : outcome.kind));
    expect(codes).toEqual([
      'bad_url',
      'bad_url',
      'bad_url',
      'bad_template',
      'bad_json',
      'bad_header',
      'bad_header',
      'bad_header',
    ]);
  });
});

describe('http-request, when its answer is there', () => {
  const response: HttpRequestData['response'] = [
    { path: 'order.items[0].name', variable: 'item', type: 'text' },
    { path: 'order.total', variable: 'total', type: 'number' },
    { path: 'order.paid', variable: 'paid', type: 'boolean' },
    { path: 'order.due', variable: 'due', type: 'date' },
  ];

  it('saves the parts asked for and leaves by success', () => {
    const body = {
      order: { items: [{ name: 'Shoe' }], total: '19.5', paid: true, due: '2026-12-24T10:00:00Z' },
    };
    expect(called(answer(body, 201), { response, saveStatusAs: 'status' })).toEqual({
      kind: 'leave',
      port: 'success',
      variables: { item: 'Shoe', total: 19.5, paid: true, due: '2026-12-24T10:00:00Z', status: 201 },
    });
  });

  it('takes what is missing as null', () => {
    expect(called(answer({ order: { total: null } }), { response })).toMatchObject({
      port: 'success',
      variables: { item: null, total: null, paid: null, due: null },
    });
  });

  it('leaves by error on another status and on an answer that can’t be used', () => {
    expect(called(answer('no', 404), { response, saveStatusAs: 's' })).toEqual({
      kind: 'leave',
      port: 'error',
      variables: { s: 404 },
      problem: 'http_404',
    });
    const unusable: JsonValue[] = [
      '<html>',
      null,
      { order: { total: 'many' } },
      { order: { paid: 'perhaps' } },
      { order: { due: 'soon' } },
    ];
    for (const body of unusable) {
      expect(called(answer(body), { response })).toMatchObject({ port: 'error', problem: 'unusable_answer' });
    }
    const tooLarge: CallResult = {
      outcome: 'failed',
      error: { code: 'call_response_too_large', title: 'x' },
    };
    expect(called(tooLarge)).toMatchObject({ port: 'error' });
  });

  it('leaves by timeout, or by error where that isn’t connected, and fails on the rest', () => {
    const failed = (code: 'call_timeout' | 'call_unreachable' | 'call_secret_missing'): CallResult => ({
      outcome: 'failed',
      error: { code, title: 'x' },
    });
    expect(called(failed('call_timeout'))).toMatchObject({ port: 'timeout' });
    expect(called(failed('call_timeout'), {}, false)).toMatchObject({ port: 'error' });
    expect(called(failed('call_unreachable'))).toMatchObject({ fault: { code: 'call_unreachable' } });
    expect(called(failed('call_secret_missing'))).toMatchObject({ fault: { code: 'call_secret_missing' } });
    expect(called({ outcome: 'answer', text: 'x', fields: {} })).toMatchObject({ kind: 'fault' });
  });

  it('cuts long texts and keeps lists as JSON', () => {
    const map = (body: JsonValue, path: string) =>
      mapAnswer(body, [{ path, variable: 'v', type: 'text' }])?.variables.v;
    expect(map({ a: [1, { b: 2 }] }, 'a')).toBe('[1,{"b":2}]');
    expect(map({ a: 'x'.repeat(9_000) }, 'a')).toHaveLength(4_096);
    expect(map('plain', '')).toBe('plain');
  });
});

describe('paths', () => {
  it.each([
    ['a.b', ['a', 'b']],
    ['$.a[0][1].b', ['a', 0, 1, 'b']],
    ['[2]', [2]],
    ['["a.b"].c', ['a.b', 'c']],
    ["a['x y']", ['a', 'x y']],
    ['größe', ['größe']],
    ['', []],
    ['$', []],
  ])('%s is read', (path, steps) => expect(parsePath(path)).toEqual(steps));

  it.each(['.a', 'a..b', 'a.', 'a[', 'a[x]', 'a[-1]', '[0]a', 'a[*]', 'a["b]', 'a]'])('%s is not', (path) =>
    expect(parsePath(path)).toBeNull(),
  );

  it('read own values only and never throw', () => {
    const value = { a: [{ b: 1 }], '': 2 };
    expect(readPath(value, 'a[0].b')).toBe(1);
    for (const path of ['a.b', 'a[1]', 'a[0].b.c', 'constructor', '__proto__', 'a.length', 'toString'])
      expect(readPath(value, path)).toBeUndefined();
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (json, path) => void readPath(json as JsonValue, path)),
    );
  });
});

describe('http-request, its data', () => {
  const codes = (change: Partial<HttpRequestData>) =>
    httpRequest.validate(data(change)).map(({ code, field }) => `${code} ${field}`);

  it('is complete with an address', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ url: '{{ trigger.callback }}' })).toEqual([]);
    expect(codes({ url: '' })).toEqual(['required-field url']);
  });

  it('is checked for what would fail later', () => {
    expect(codes({ url: 'api.example.com' })).toEqual(['bad-url url']);
    expect(codes({ url: 'https://x.test/{% if a %}{% endif %}' })).toEqual(['bad-url url']);
    const headers = [{ name: 'Authorization', value: 'Bearer ', secret: 'crm' }];
    expect(codes({ headers, url: 'https://{{ answers.host }}/' })).toEqual(['secret-to-open-host url']);
    expect(codes({ headers, url: 'http://x.test/' })).toEqual(['secret-unencrypted url']);
    expect(
      codes({
        headers: [
          { name: 'a b', value: '' },
          { name: 'Host', value: '' },
          { name: '', value: '' },
        ],
      }),
    ).toEqual(['bad-header headers.0.name', 'bad-header headers.1.name', 'required-field headers.2.name']);
    expect(codes({ method: 'POST', body: { kind: 'json', template: '{"a": {{ x }}}' } })).toEqual([
      'bad-json body.template',
    ]);
    expect(codes({ method: 'POST', body: { kind: 'json', template: '{"{{ x }}": 1}' } })).toEqual([
      'bad-json body.template',
    ]);
    expect(codes({ body: { kind: 'json', template: '{}' } })).toEqual(['body-without-use body']);
    expect(codes({ response: [{ path: 'a..b', variable: 'my name', type: 'text' }] })).toEqual([
      'bad-path response.0.path',
      'bad-name response.0.variable',
    ]);
  });

  it('tells what it reads, writes and uses', () => {
    const { manifest } = httpRequest;
    const full = data({
      method: 'POST',
      body: { kind: 'json', template: '{"a": "{{ answers.a }}", "b": ["{{ b }}"]}' },
      headers: [{ name: 'x', value: '', secret: 'crm' }],
      response: [{ path: 'a', variable: 'v', type: 'number' }],
      saveStatusAs: 'status',
    });
    expect(manifest.texts?.(full).map(({ template }) => template)).toEqual([
      base.url,
      '{{ answers.a }}',
      '{{ b }}',
    ]);
    expect(manifest.writes?.(full)).toEqual([
      { field: 'response.0.variable', name: 'v', type: 'number', ports: ['success'] },
      { field: 'saveStatusAs', name: 'status', type: 'number', ports: ['success'] },
    ]);
    expect(manifest.secrets?.(full)).toEqual([{ field: 'headers.0.secret', secret: 'crm' }]);
    expect(manifest.clock(full, 'success')).toEqual({ kind: 'elapsed', ms: 80_000, isWork: true });
    expect(manifest.summary(full)).toBe('POST https://api.example.com/orders');
  });

  it('gives an answer to any result without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 100, max: 599 }), fc.string(), (body, status, path) => {
        const response = [{ path, variable: 'v', type: 'date' as const }];
        expect(['leave', 'fault']).toContain(called(answer(body as JsonValue, status), { response }).kind);
      }),
    );
  });
});
