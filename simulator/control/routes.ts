import { findMedia } from '../graph/media-store.ts';
import type { Exchange } from '../http/exchange.ts';
import { BodyTooLargeError, readBody, sendJson } from '../http/exchange.ts';
import { settingsSchema } from '../settings.ts';
import { addNumber, resetState } from '../state.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { setCatalog } from './catalog.ts';
import { receiveInbound } from './inbound.ts';
import { checkLocal } from './local-only.ts';
import { ControlError, parseBody } from './problem.ts';
import {
  catalogSchema,
  faultSchema,
  inboundSchema,
  numberSchema,
  outboundQuerySchema,
  readSchema,
  templateSchema,
  threadQuerySchema,
} from './schemas.ts';
import {
  listConversations,
  listOutbound,
  readMessages,
  showNumbers,
  showStats,
  showThread,
} from './reports.ts';
import { changeTemplate } from './template-control.ts';

/** Bodies may hold a file in base64. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;

/** Answers one request of the control API, which only this machine may use. Bad bodies get 422 with a sentence. */
export async function handleControl(simulation: Simulation, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  try {
    checkLocal(request);
    await route(simulation, exchange);
  } catch (error) {
    if (response.headersSent) return;
    request.resume();
    if (error instanceof ControlError) {
      sendJson(response, error.status, { code: error.code, error: error.message, field: error.field });
    } else if (error instanceof BodyTooLargeError) {
      sendJson(response, 413, { code: error.code, error: error.message });
    } else {
      console.error('simulator: unexpected error', error);
      sendJson(response, 500, { code: 'internal', error: 'The simulator failed; its log says why.' });
    }
  }
}

async function route(simulation: Simulation, exchange: Exchange): Promise<void> {
  const { state, webhooks } = simulation;
  const { response, path, method } = exchange;
  const answer = (status: number, body: unknown) => sendJson(response, status, body);
  const query = () => Object.fromEntries(new URLSearchParams(exchange.search));
  switch (`${method} ${path}`) {
    case 'POST /_sim/inbound':
      return answer(202, receiveInbound(simulation, parseBody(inboundSchema, await body(exchange))));
    case 'GET /_sim/outbound':
      return answer(200, listOutbound(state, parseBody(outboundQuerySchema, query())));
    case 'GET /_sim/faults':
      return answer(200, { items: state.faults.list() });
    case 'POST /_sim/faults': {
      const { match, times, action } = parseBody(faultSchema, await body(exchange));
      return answer(201, { id: state.faults.add({ match, timesLeft: times ?? null, action }).id });
    }
    case 'DELETE /_sim/faults':
      state.faults.clear();
      return answer(200, { success: true });
    case 'POST /_sim/read':
      return answer(200, { read: readMessages(simulation, parseBody(readSchema, await body(exchange))) });
    case 'GET /_sim/settings':
      return answer(200, state.settings);
    case 'POST /_sim/settings': {
      const change = parseBody(settingsSchema.partial(), await body(exchange));
      state.settings = { ...state.settings, ...change };
      return answer(200, state.settings);
    }
    case 'GET /_sim/stats':
      return answer(200, showStats(simulation));
    case 'POST /_sim/reset':
      resetState(state);
      webhooks.clear();
      state.events.publish('reset', {});
      return answer(200, { success: true });
    case 'GET /_sim/conversations':
      return answer(200, { items: listConversations(state) });
    case 'GET /_sim/thread':
      return answer(200, showThread(state, parseBody(threadQuerySchema, query())));
    case 'GET /_sim/events':
      return state.events.add(response);
    case 'GET /_sim/numbers':
      return answer(200, { items: showNumbers(state) });
    case 'POST /_sim/numbers': {
      const { metaPhoneNumberId, displayPhoneNumber, wabaId, verifiedName, accessToken } = parseBody(
        numberSchema,
        await body(exchange),
      );
      addNumber(state, {
        id: metaPhoneNumberId,
        displayPhoneNumber,
        verifiedName,
        wabaId: wabaId ?? state.identity.wabaId,
      });
      if (accessToken !== undefined) state.tokens.add(accessToken);
      return answer(201, { items: showNumbers(state) });
    }
    case 'POST /_sim/catalog':
      return answer(200, setCatalog(state, parseBody(catalogSchema, await body(exchange))));
    case 'POST /_sim/templates':
      return answer(200, changeTemplate(simulation, parseBody(templateSchema, await body(exchange))));
  }
  const [, , kind, id] = path.split('/');
  if (method === 'DELETE' && kind === 'faults' && id !== undefined) {
    if (!state.faults.remove(id))
      throw new ControlError(404, 'unknown_fault', `There is no fault with the id ${id}.`);
    return answer(200, { success: true });
  }
  if (method === 'GET' && kind === 'media' && id !== undefined) return showMedia(simulation, exchange, id);
  throw new ControlError(404, 'unknown_path', `There is no ${method} ${path} in the control API.`);
}

function showMedia({ state }: Simulation, { response }: Exchange, id: string): void {
  const file = findMedia(state, id);
  if (!file) throw new ControlError(404, 'unknown_media', `There is no file with the id ${id}.`);
  response.writeHead(200, {
    'content-type': file.mimeType,
    'content-length': file.bytes.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.end(file.bytes);
}

async function body({ request }: Exchange): Promise<unknown> {
  const text = (await readBody(request, MAX_BODY_BYTES)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(422, 'invalid_body', 'The body is not valid JSON.');
  }
}
