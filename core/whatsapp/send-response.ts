/** What Meta answered to a send. */
import { asArray, asId, asNumber, asObject, asText } from './inbound/json.ts';
import { sanitiseJson, type JsonObject } from './inbound/sanitise.ts';

export type SendResponse =
  | {
      outcome: 'accepted';
      wamid: string;
      /** How Meta writes the recipient's number; may differ from what was sent. Null for a BSUID. */
      waId: string | null;
      bsuid: string | null;
      /** Held back for now (template pacing); a status or 132015 follows. */
      isHeld: boolean;
    }
  | {
      outcome: 'error';
      httpStatus: number;
      code: number | null;
      subcode: number | null;
      title: string | null;
      details: string | null;
      isTransient: boolean | null;
      retryAfterMs: number | null;
    }
  /** The answer doesn't tell whether the message was accepted: never send it again by itself. */
  | { outcome: 'unknown'; cause: string };

/**
 * The body decides, not the HTTP status: errors have come with 200 and with 500. Without a readable error, 4xx is a
 * refusal and anything else is unknown.
 *
 * @param body the parsed JSON, or undefined when the answer wasn't JSON
 * @param retryAfterMs from the `Retry-After` header
 */
export function parseSendResponse(
  httpStatus: number,
  body: unknown,
  retryAfterMs: number | null = null,
): SendResponse {
  const answer = asObject(sanitiseJson(body));
  const error = asObject(answer?.error);
  if (error !== null && asNumber(error.code) !== null) return readError(httpStatus, error, retryAfterMs);
  const isRefused = httpStatus >= 400 && httpStatus < 500;
  if (isRefused) return readError(httpStatus, error ?? {}, retryAfterMs);

  const message = asObject(asArray(answer?.messages)[0]);
  const wamid = asId(message?.id);
  if (httpStatus < 200 || httpStatus > 299)
    return { outcome: 'unknown', cause: `http_${httpStatus}_without_error` };
  if (wamid === null) return { outcome: 'unknown', cause: `http_${httpStatus}_without_message_id` };
  const contact = asObject(asArray(answer?.contacts)[0]);
  const status = asId(message?.message_status);
  return {
    outcome: 'accepted',
    wamid,
    waId: asId(contact?.wa_id),
    bsuid: asId(contact?.user_id),
    isHeld: status !== null && status !== 'accepted',
  };
}

function readError(httpStatus: number, error: JsonObject, retryAfterMs: number | null): SendResponse {
  const data = error.error_data;
  return {
    outcome: 'error',
    httpStatus,
    code: asNumber(error.code),
    subcode: asNumber(error.error_subcode),
    // Messages are written as "(#131009) Parameter value is not valid".
    title: asText(error.message)?.replace(/^\(#\d+\)\s*/, '') ?? asText(error.error_user_title),
    details: asText(asObject(data)?.details) ?? asText(data) ?? asText(error.error_user_msg),
    isTransient: typeof error.is_transient === 'boolean' ? error.is_transient : null,
    retryAfterMs,
  };
}
