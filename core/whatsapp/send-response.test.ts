import { describe, expect, it } from 'vitest';
import { parseSendResponse } from './send-response.ts';

const accepted = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+5541988887777', wa_id: '554188887777' }],
  messages: [{ id: 'wamid.OUT1' }],
};

describe('parseSendResponse', () => {
  it('reads the id and how Meta writes the number', () => {
    expect(parseSendResponse(200, accepted)).toEqual({
      outcome: 'accepted',
      wamid: 'wamid.OUT1',
      waId: '554188887777',
      bsuid: null,
      isHeld: false,
    });
  });

  it('reads a send to a BSUID, and one that Meta holds back', () => {
    const body = {
      contacts: [{ input: 'BR.1', user_id: 'BR.1' }],
      messages: [{ id: 'wamid.OUT2', message_status: 'held_for_quality_assessment' }],
    };
    expect(parseSendResponse(200, body)).toMatchObject({ waId: null, bsuid: 'BR.1', isHeld: true });
  });

  it('reads every shape of an error', () => {
    const error = {
      message: '(#130429) Rate limit hit',
      code: 130429,
      error_subcode: 2494055,
      error_data: { details: 'too fast' },
    };
    expect(parseSendResponse(400, { error }, 120_000)).toEqual({
      outcome: 'error',
      httpStatus: 400,
      code: 130429,
      subcode: 2494055,
      title: 'Rate limit hit',
      details: 'too fast',
      isTransient: null,
      retryAfterMs: 120_000,
    });
    expect(parseSendResponse(400, { error: { code: '100', error_data: 'as text' } })).toMatchObject({
      code: 100,
      details: 'as text',
    });
  });

  it('lets the body decide, not the HTTP status: code 0 is no success, 200 may be an error', () => {
    expect(parseSendResponse(403, { error: { code: 0, message: 'x' } })).toMatchObject({
      outcome: 'error',
      code: 0,
    });
    expect(parseSendResponse(200, { error: { code: 131000 } })).toMatchObject({
      outcome: 'error',
      code: 131000,
    });
    expect(parseSendResponse(500, { error: { code: 131030 } })).toMatchObject({
      outcome: 'error',
      code: 131030,
    });
  });

  it('takes 4xx without a code for a refusal', () => {
    expect(parseSendResponse(413, undefined)).toMatchObject({
      outcome: 'error',
      httpStatus: 413,
      code: null,
    });
    expect(parseSendResponse(429, { error: 'slow down' }, 5_000)).toMatchObject({
      code: null,
      retryAfterMs: 5_000,
    });
  });

  it('calls everything else unknown, so that nothing is sent twice', () => {
    for (const [status, body] of [
      [502, undefined],
      [500, { message: 'oops' }],
      [500, accepted],
      [302, {}],
      [200, undefined],
      [200, { messages: [] }],
      [200, { messages: [{ id: '' }] }],
      [200, null],
    ] as const) {
      expect(parseSendResponse(status, body)).toMatchObject({ outcome: 'unknown' });
    }
  });
});
