import type { ErrorAnswer } from '../control/fault-book.ts';
import type { Exchange } from '../http/exchange.ts';
import { BodyTooLargeError, readBody, sendJson } from '../http/exchange.ts';
import type { Json, PhoneNumber, Template, Waba } from '../model.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { authorize } from './auth.ts';
import { isObject } from './check.ts';
import { GraphError, invalidParameter, unknownObject } from './errors.ts';
import { downloadMedia, mediaView, uploadMedia } from './media.ts';
import { findMedia } from './media-store.ts';
import { postMessage } from './messages.ts';
import {
  debugToken,
  listNumbers,
  numberView,
  profileView,
  setRegistered,
  subscribeApp,
  subscribedApps,
  updateNumber,
  updateProfile,
  wabaView,
} from './numbers.ts';
import {
  createTemplate,
  deleteTemplates,
  editTemplate,
  listTemplates,
  templateView,
  unpauseTemplate,
} from './templates.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** Answers one request of the Graph API. Every failure ends in Meta's error envelope. */
export async function handleGraph(simulation: Simulation, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  try {
    const segments = exchange.path.split('/').filter((segment) => segment !== '');
    if (/^v\d{1,3}\.\d$/.test(segments[0] ?? '')) segments.shift();
    authorize(simulation.state, exchange);
    if (segments[0] === 'whatsapp_business') return downloadMedia(simulation.state, exchange);
    const number = simulation.state.numbers.get(segments[0] ?? '');
    const edge = segments[1];
    const isSend = edge === 'messages' || edge === 'marketing_messages';
    if (number && isSend && segments.length === 2 && exchange.method === 'POST') {
      return await answerSend(simulation, number, exchange, edge);
    }
    sendJson(response, 200, await route(simulation, exchange, segments, number));
  } catch (error) {
    answerError(simulation, exchange, error);
  }
}

async function answerSend(
  simulation: Simulation,
  number: PhoneNumber,
  { request, response }: Exchange,
  edge: 'messages' | 'marketing_messages',
): Promise<void> {
  const outcome = postMessage(simulation, number, await readBody(request, MAX_BODY_BYTES), edge);
  switch (outcome.kind) {
    case 'answer':
      if (outcome.delayMs > 0)
        setTimeout(() => sendJson(response, 200, outcome.body), outcome.delayMs).unref();
      else sendJson(response, 200, outcome.body);
      return;
    case 'cut':
      request.socket.destroy();
      return;
    case 'silence':
      return;
    case 'fault':
      return answerFault(simulation, response, outcome.error);
  }
}

function answerFault(simulation: Simulation, response: Exchange['response'], fault: ErrorAnswer): void {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  simulation.state.stats.countRejected(fault.code ?? fault.status);
  if (fault.text !== undefined) {
    response.writeHead(fault.status, { 'content-type': 'text/plain', ...headers }).end(fault.text);
    return;
  }
  const error = new GraphError(fault.code ?? 1, fault.details ?? 'Asked for by a fault of the simulator.', {
    subcode: fault.subcode,
    status: fault.status,
  });
  sendJson(response, fault.status, error.toBody(), headers);
}

function answerError({ state }: Simulation, { request, response, path }: Exchange, error: unknown): void {
  const graphError = toGraphError(error);
  if (path.endsWith('messages')) state.stats.countRejected(graphError.code);
  if (response.headersSent || response.destroyed) return;
  // A body that nobody read would keep the connection from being used again.
  if (!request.readableEnded) request.resume();
  const headers: Record<string, string> =
    graphError.status === 401 ? { 'www-authenticate': 'OAuth "Facebook Platform"' } : {};
  sendJson(response, graphError.status, graphError.toBody(), headers);
}

function toGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  if (error instanceof BodyTooLargeError) return invalidParameter(error.message);
  console.error('simulator: unexpected error', error);
  return new GraphError(1, undefined, { status: 500, message: 'An unknown error occurred' });
}

async function route(
  simulation: Simulation,
  exchange: Exchange,
  segments: string[],
  number: PhoneNumber | undefined,
): Promise<Json> {
  const { state } = simulation;
  const [id = '', edge] = segments;
  const query = new URLSearchParams(exchange.search);
  if (segments.length === 1 && id === 'debug_token') return debugToken(state, query.get('input_token'));
  if (segments.length === 0 || segments.length > 2) throw new GraphError(2500);
  const waba = state.wabas.get(id);
  let result: Json | Promise<Json> | undefined;
  if (number) result = routeNumber(simulation, exchange, number, edge, query);
  else if (waba) result = routeWaba(simulation, exchange, waba, edge, query);
  else {
    const found = findTemplate(simulation, id);
    if (found) result = routeTemplate(simulation, exchange, found.waba, found.template, edge, query);
    else if (edge === undefined) result = routeMedia(simulation, exchange, id, query);
  }
  if (result === undefined) throw unknownObject(exchange.method, id);
  return result;
}

function routeNumber(
  simulation: Simulation,
  exchange: Exchange,
  number: PhoneNumber,
  edge: string | undefined,
  query: URLSearchParams,
): Json | Promise<Json> | undefined {
  const { state } = simulation;
  const body = () => jsonBody(exchange);
  switch (`${exchange.method} ${edge ?? ''}`) {
    case 'GET ':
      return numberView(state, number, query.get('fields'));
    case 'POST ':
      return body().then((json) => updateNumber(number, json));
    case 'POST media':
      return uploadMedia(state, number, exchange);
    case 'GET whatsapp_business_profile':
      return profileView(number, query.get('fields'));
    case 'POST whatsapp_business_profile':
      return body().then((json) => updateProfile(number, json));
    case 'POST register':
      return body().then((json) => setRegistered(number, true, json));
    case 'POST deregister':
      return setRegistered(number, false, {});
  }
  return undefined;
}

function routeWaba(
  simulation: Simulation,
  exchange: Exchange,
  waba: Waba,
  edge: string | undefined,
  query: URLSearchParams,
): Json | Promise<Json> | undefined {
  const { state } = simulation;
  switch (`${exchange.method} ${edge ?? ''}`) {
    case 'GET ':
      return wabaView(waba, query.get('fields'));
    case 'GET phone_numbers':
      return listNumbers(state, waba, query.get('fields'));
    case 'GET message_templates':
      return listTemplates(waba, query, `${state.baseUrl}${exchange.path}`);
    case 'POST message_templates':
      return jsonBody(exchange).then((json) => createTemplate(simulation, waba, json));
    case 'DELETE message_templates':
      return deleteTemplates(simulation, waba, query);
    case 'GET subscribed_apps':
      return subscribedApps(waba);
    case 'POST subscribed_apps':
      return jsonBody(exchange).then((json) => subscribeApp(waba, json));
    case 'DELETE subscribed_apps':
      waba.subscribed = false;
      waba.overrideUrl = null;
      return { success: true };
  }
  return undefined;
}

function routeTemplate(
  simulation: Simulation,
  exchange: Exchange,
  waba: Waba,
  template: Template,
  edge: string | undefined,
  query: URLSearchParams,
): Json | Promise<Json> | undefined {
  switch (`${exchange.method} ${edge ?? ''}`) {
    case 'GET ':
      return templateView(template, query.get('fields'));
    case 'POST ':
      return jsonBody(exchange).then((json) => editTemplate(simulation, waba, template, json));
    case 'POST unpause':
      return unpauseTemplate(simulation, waba, template);
  }
  return undefined;
}

function routeMedia(
  { state }: Simulation,
  exchange: Exchange,
  id: string,
  query: URLSearchParams,
): Json | undefined {
  const owner = query.get('phone_number_id');
  const file = findMedia(state, id);
  if (!file || (owner !== null && file.number.id !== owner)) return undefined;
  if (exchange.method === 'GET') return mediaView(state, file);
  if (exchange.method !== 'DELETE') return undefined;
  state.media.delete(file.id);
  return { success: true };
}

function findTemplate({ state }: Simulation, id: string): { waba: Waba; template: Template } | undefined {
  for (const waba of state.wabas.values()) {
    const template = waba.templates.find((one) => one.id === id);
    if (template) return { waba, template };
  }
  return undefined;
}

/** A JSON or form body; an empty one counts as an empty object. */
async function jsonBody({ request }: Exchange): Promise<Json> {
  const text = (await readBody(request, MAX_BODY_BYTES)).toString('utf8');
  if (text.trim() === '') return {};
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidParameter('The request body is not valid JSON.');
  }
  if (!isObject(body)) throw invalidParameter('The request body must be a JSON object.');
  return body;
}
