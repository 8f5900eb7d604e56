import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSendResponse } from '../../whatsapp/send-response.ts';
import { errorCatalogue, errorRanges, type ErrorClass, type RetryBehaviour } from './catalogue.ts';
import { classifySendError } from './classify.ts';
import { retryDelayMs } from './retry.ts';

/** Every code that Meta documents or that was seen in the field: [first, last]. */
const metaCodes: ([number] | [number, number])[] = [
  [0, 4], [10], [33], [100], [104], [190], [200, 299], [368], [506], [613], [80007], [130403], [130429], [130472], [130497],
  [131000, 131002], [131005, 131006], [131008, 131009], [131014], [131016], [131020, 131021], [131026], [131030, 131031],
  [131035, 131037], [131041, 131045], [131047, 131053], [131055, 131057], [131059, 131064], [131201, 131215],
  [132000, 132001], [132005], [132007, 132008], [132012], [132015, 132016], [132018], [132021], [132068, 132069],
  [133000, 133010], [133015, 133016], [134011], [134100, 134102], [135000], [135002], [136025], [137000], [138000, 138018],
  [139000, 139004], [139100, 139103], [139200], [147001, 147005], [2494055], [2388019], [2388024], [2388039, 2388040],
  [2388047], [2388072, 2388073], [2388293], [2388299], [2388318], [2388330], [2388001], [2388012], [2388091], [2388093],
  [2388103], [2494100], [2593079], [2593085], [2593107, 2593109], [200005, 200007], [1752041], [470, 472],
]; // prettier-ignore

describe('error catalogue', () => {
  it('knows every code of Meta', () => {
    const unknown: number[] = [];
    for (const [first, last = first] of metaCodes) {
      for (let code = first; code <= last; code++)
        if (!classifySendError({ code }).isKnown) unknown.push(code);
    }
    expect(unknown).toEqual([]);
  });

  it('has a sentence without a full stop for people in every line', () => {
    for (const { title } of [...Object.values(errorCatalogue), ...errorRanges])
      expect(title).toMatch(/^[A-Z].{10,}[^.]$/);
  });

  const lines: [code: number, errorClass: ErrorClass, retry: RetryBehaviour][] = [
    [131000, 'transient', 'backoff'],
    [130429, 'throughput', 'slowNumber'],
    [2494055, 'throughput', 'slowNumber'],
    [131056, 'pair', 'delayContact'],
    [131009, 'permanent', 'never'],
    [131026, 'permanent', 'never'],
    [131053, 'permanent', 'never'],
    [132001, 'template', 'never'],
    [132015, 'template', 'hold'],
    [368, 'account', 'hold'],
    [131042, 'account', 'hold'],
    [190, 'token', 'hold'],
    [0, 'token', 'hold'],
    [250, 'token', 'hold'],
    [131049, 'capped', 'nextDay'],
    [131050, 'stopped', 'never'],
    [131047, 'window', 'never'],
  ];
  for (const [code, errorClass, retry] of lines) {
    it(`${code} is ${errorClass}: ${retry}`, () => {
      expect(classifySendError({ code, httpStatus: 400 })).toMatchObject({
        code: String(code),
        class: errorClass,
        retry,
      });
    });
  }
});

describe('classifySendError', () => {
  it('lets the code decide, whatever the HTTP status says', () => {
    expect(classifySendError({ code: 131030, httpStatus: 500 })).toMatchObject({
      class: 'permanent',
      isKnown: true,
    });
    expect(classifySendError({ code: 131056, httpStatus: 403 })).toMatchObject({ class: 'pair' });
  });

  it('looks at the subcodes that change the meaning', () => {
    expect(classifySendError({ code: 100, subcode: 33 })).toMatchObject({ class: 'account' });
    expect(classifySendError({ code: 100, subcode: 2388024 })).toMatchObject({
      class: 'permanent',
      ours: true,
    });
    expect(classifySendError({ code: 4, subcode: 2494055 })).toMatchObject({ class: 'throughput' });
  });

  const unknown: [httpStatus: number | null, errorClass: ErrorClass][] = [
    [429, 'throughput'],
    [500, 'transient'],
    [503, 'transient'],
    [401, 'token'],
    [400, 'permanent'],
    [null, 'permanent'],
  ];
  for (const [httpStatus, errorClass] of unknown) {
    it(`judges an unknown code with HTTP ${httpStatus} as ${errorClass} and says that it is unknown`, () => {
      expect(classifySendError({ code: 987654, httpStatus })).toMatchObject({
        code: '987654',
        class: errorClass,
        isKnown: false,
      });
    });
  }

  it('believes Meta when it calls an unknown error transient', () => {
    expect(classifySendError({ code: 987654, httpStatus: 400, isTransient: true })).toMatchObject({
      class: 'transient',
    });
  });

  it('has a stable code when Meta gave none', () => {
    expect(classifySendError({ code: null, httpStatus: 413 })).toMatchObject({
      code: 'http_413',
      class: 'permanent',
    });
  });
});

describe('retryDelayMs', () => {
  it('doubles from a second to an hour', () => {
    const delays = [1, 2, 3, 12, 13, 40].map((attempt) => retryDelayMs('backoff', attempt, 0));
    expect(delays).toEqual([1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000]);
  });

  it('spreads attempts, but not beyond a quarter', () => {
    expect(retryDelayMs('backoff', 3, 0.999)).toBeGreaterThanOrEqual(3_000);
    expect(retryDelayMs('backoff', 3, 0.5)).toBe(3_500);
  });

  it('waits 4^n seconds for one contact', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs('delayContact', attempt, 0.7))).toEqual([
      1_000, 4_000, 16_000, 64_000,
    ]);
  });

  it('tries a capped message three times in all, days apart', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs('nextDay', attempt, 0))).toEqual([
      86_400_000,
      172_800_000,
      null,
    ]);
  });

  it('never waits for less than Meta asked, and stops at the limit of the error', () => {
    expect(retryDelayMs('slowNumber', 1, 0, 120_000)).toBe(120_000);
    expect(retryDelayMs('backoff', 1, 0, null, 3)).toBe(1_000);
    expect(retryDelayMs('backoff', 3, 0, null, 3)).toBeNull();
  });

  it('gives no delay for what people must put right, and for what never works', () => {
    expect(retryDelayMs('hold', 1, 0)).toBeNull();
    expect(retryDelayMs('never', 1, 0)).toBeNull();
  });
});

/** Answers of the real API, kept outside of this repository (see whatsapp/inbound/fixtures.test.ts). */
const folder =
  process.env.PARLEY_FIXTURES ??
  fileURLToPath(new URL('../../../../shared/fixtures/whatsapp', import.meta.url));
const sendCases = existsSync(`${folder}/send-cases.json`)
  ? (JSON.parse(readFileSync(`${folder}/send-cases.json`, 'utf8')) as {
      error_responses: { http: number; body?: unknown; must: string }[];
      must_reject: { expect: { code: number; or_code?: number[] } }[];
    })
  : null;

describe.skipIf(sendCases === null)('answers from the field (absent: skipped, set PARLEY_FIXTURES)', () => {
  it('follow what must be done about them', () => {
    const classOf: Record<string, ErrorClass> = {
      'wait for this pair': 'pair',
      'slow the number': 'throughput',
      'honour Retry-After': 'throughput',
      'retry later': 'throughput',
      'fail with a text': 'permanent',
      'stop sending from the account': 'account',
      'code 0 is not success': 'token',
      'fail, never retry': 'permanent',
      'the code decides': 'permanent',
      'hold all sends': 'token',
      'window closed': 'window',
    };
    for (const { http, body, must } of sendCases!.error_responses) {
      const response = parseSendResponse(http, body);
      if (must.startsWith('not JSON')) expect(response.outcome).toBe('unknown');
      else {
        const key = Object.keys(classOf).find((start) => must.startsWith(start));
        expect(key, must).toBeDefined();
        expect(response.outcome, must).toBe('error');
        if (response.outcome === 'error') expect(classifySendError(response).class, must).toBe(classOf[key!]);
      }
    }
  });

  it('are refusals that are never repeated by themselves', () => {
    for (const { expect: expected } of sendCases!.must_reject) {
      for (const code of [expected.code, ...(expected.or_code ?? [])]) {
        expect([code, classifySendError({ code, httpStatus: 400 })]).toMatchObject([
          code,
          { isKnown: true, retry: 'never' },
        ]);
      }
    }
  });
});
