/**
 * An OpenAI-compatible endpoint on loopback for tests and demos: `POST /v1/chat/completions`, with answers written by
 * whoever starts it. It imports nothing of the product, so that anything may start it.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChatRequest {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; schema: unknown; strict?: boolean } };
  max_tokens?: number;
  temperature?: number;
}

export interface SeenChat {
  headers: IncomingHttpHeaders;
  body: ChatRequest;
}

/** What the next request gets. */
export type FakeAnswer =
  | { kind: 'text'; text: string; finishReason?: 'stop' | 'length' | 'content_filter' }
  | { kind: 'json'; value: unknown }
  | { kind: 'refusal'; text: string }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** 200 with exactly this body. */
  | { kind: 'raw'; body: string }
  | { kind: 'silence' };

export interface FakeModel {
  /** For `baseUrl` of an AI step. */
  baseUrl: string;
  /** For HTTP_ALLOWED_PRIVATE_HOSTS. */
  host: string;
  seen: SeenChat[];
  /** Queued answers are given one by one; then `otherwise` decides. */
  answers(...answers: FakeAnswer[]): void;
  stop(): Promise<void>;
}

export interface FakeModelOptions {
  /** 0 or left out: any free port. */
  port?: number;
  /** Left out: repeats the last words of the user. */
  otherwise?: (request: ChatRequest) => FakeAnswer;
}

export async function startFakeModel({
  port = 0,
  otherwise = echo,
}: FakeModelOptions = {}): Promise<FakeModel> {
  const seen: SeenChat[] = [];
  const queue: FakeAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
        return void sendJson(response, 404, {
          error: { message: 'No such path.', type: 'invalid_request_error' },
        });
      }
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest;
      seen.push({ headers: request.headers, body });
      give(response, queue.shift() ?? otherwise(body), body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl: `http://${host}/v1`,
    host,
    seen,
    answers: (...answers) => void queue.push(...answers),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function echo({ messages }: ChatRequest): FakeAnswer {
  const last = messages.findLast(({ role }) => role === 'user');
  return { kind: 'text', text: `You said: ${last?.content ?? 'nothing'}` };
}

function give(response: ServerResponse, answer: FakeAnswer, request: ChatRequest): void {
  switch (answer.kind) {
    case 'text':
      return sendJson(
        response,
        200,
        completion(request, { content: answer.text }, answer.finishReason ?? 'stop'),
      );
    case 'json':
      return sendJson(response, 200, completion(request, { content: JSON.stringify(answer.value) }, 'stop'));
    case 'refusal':
      return sendJson(response, 200, completion(request, { content: null, refusal: answer.text }, 'stop'));
    case 'status':
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      return void response.end(answer.body ?? '{"error":{"message":"made up","type":"fake"}}');
    case 'raw':
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(answer.body);
    case 'silence':
      return;
  }
}

/** Shape of OpenAI's chat completion object; tokens are counted as words. */
function completion(
  { model, messages }: ChatRequest,
  message: Record<string, unknown>,
  finishReason: string,
) {
  const words = (text: unknown) => (typeof text === 'string' ? text.split(/\s+/u).filter(Boolean).length : 0);
  const prompt_tokens = messages.reduce((sum, { content }) => sum + words(content), 0);
  const completion_tokens = words(message.content) + words(message.refusal);
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finishReason }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
