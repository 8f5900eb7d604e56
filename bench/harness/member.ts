/** A signed-in member who uses the API: calls by the operation's name, several at a time. */
import { SignJWT } from 'jose';
import { Pool } from 'undici';
import { operations, type OperationName } from '../../core/api/operations.ts';
import { UnexpectedAnswerError } from './http-load.ts';

/** One request to an operation; `params` without the organisation. */
export interface Call {
  name: OperationName;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

export interface Member {
  orgId: string;
  userId: string;
  /** @returns how long each call took, in ms, in no order */
  callAll(calls: readonly Call[], concurrency: number): Promise<number[]>;
  /** @returns the answers, in their order */
  askAll<Answer>(calls: readonly Call[]): Promise<Answer[]>;
  close(): Promise<void>;
}

export async function signIn(
  apiUrl: string,
  jwtSecret: string,
  { orgId, userId }: Pick<Member, 'orgId' | 'userId'>,
): Promise<Member> {
  const token = await new SignJWT({ role: 'authenticated', sub: userId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(jwtSecret));
  const pool = new Pool(apiUrl, { connections: 16, pipelining: 1 });

  async function call({ name, params, query, body }: Call): Promise<string> {
    const { method, path } = operations[name];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      key === 'org' ? orgId : (params?.[key] ?? ''),
    );
    const response = await pool.request({
      method: method.toUpperCase(),
      path: `${filled}?${new URLSearchParams(query)}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    if (response.statusCode < 300) return text;
    throw new UnexpectedAnswerError(`${name} answered ${response.statusCode}: ${text.slice(0, 300)}`);
  }

  return {
    orgId,
    userId,
    async callAll(calls, concurrency) {
      const latencies: number[] = [];
      const waiting = calls[Symbol.iterator]();
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          for (const next of waiting) {
            const startedAt = performance.now();
            await call(next);
            latencies.push(performance.now() - startedAt);
          }
        }),
      );
      return latencies;
    },
    async askAll<Answer>(calls: readonly Call[]) {
      const answers: Answer[] = [];
      for (const next of calls) answers.push(JSON.parse(await call(next)) as Answer);
      return answers;
    },
    close: () => pool.close(),
  };
}
