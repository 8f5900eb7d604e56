/**
 * What row level security costs: the statements of an API call, caught from its own handler, are run in turn as `app_user` under
 * the policies and as the tables' owner without any, on two connections with the same settings and the same claims.
 */
import postgres from 'postgres';
import { operations } from '../../core/api/operations.ts';
import { handlerOf } from '../../api/operations/registry.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import type { Call, Member } from './member.ts';

interface Statement {
  text: string;
  parameters: unknown[];
}

export interface RowSecurity {
  /** ms of the call's statements, pair by pair. */
  compare(calls: readonly Call[], pairs: number): Promise<{ without: number[]; under: number[] }>;
  /** The call's statements, for whoever wants to look at their plans. */
  statementsOf(call: Call): Promise<Statement[]>;
  close(): Promise<void>;
}

export function createRowSecurity(
  urls: { apiUrl: string; adminUrl: string },
  { orgId, userId }: Pick<Member, 'orgId' | 'userId'>,
): RowSecurity {
  let caught: Statement[] = [];
  const connect = (url: string, debug?: postgres.Options<Record<string, never>>['debug']) =>
    postgres(url, {
      max: 1,
      idle_timeout: 0,
      onnotice: () => {},
      types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } } as never,
      ...(debug ? { debug } : {}),
    }) as unknown as Sql;
  const member = connect(urls.apiUrl);
  const owner = connect(urls.adminUrl);
  const watched = connect(urls.apiUrl, (_connection, text, parameters) => {
    caught.push({ text, parameters });
  });

  const claims = { sub: userId, role: 'authenticated' };
  const inRole = <Result>(sql: Sql, role: 'app_user' | 'none', work: (tx: Tx) => Promise<Result>) =>
    sql.begin(async (tx) => {
      // As the API begins a request (api/context.ts).
      await tx`select private.enter(${json(tx, claims)}, ${orgId}), set_config('role', ${role}, true)`;
      return work(tx);
    });

  async function statementsOf({ name, params = {}, query = {}, body }: Call): Promise<Statement[]> {
    const { query: shape } = operations[name] as { query?: { parse(input: unknown): unknown } };
    await inRole(watched, 'app_user', async (tx) => {
      caught = [];
      await handlerOf(name).handle({
        tx,
        params: { org: orgId, ...params },
        query: shape?.parse(query),
        body,
      } as never);
    });
    return caught.filter(({ text }) => /^\s*(select|with)\b/i.test(text));
  }

  async function timed(tx: Tx, statements: readonly Statement[]): Promise<number> {
    const startedAt = performance.now();
    for (const { text, parameters } of statements) {
      await tx.unsafe(text, parameters as never[], { prepare: true });
    }
    return performance.now() - startedAt;
  }

  return {
    statementsOf,
    async compare(calls, pairs) {
      const statements: Statement[][] = [];
      for (const call of calls) statements.push(await statementsOf(call));
      const [without, under]: [number[], number[]] = [[], []];
      for (let pair = -3; pair < pairs; pair += 1) {
        const asked = statements[(pair + 3) % statements.length]!;
        const asMember = async () => inRole(member, 'app_user', (tx) => timed(tx, asked));
        const asOwner = async () => inRole(owner, 'none', (tx) => timed(tx, asked));
        // Whoever comes second finds the pages warm: they take turns at being first.
        const isFirst = pair % 2 === 0;
        const first = await (isFirst ? asMember() : asOwner());
        const second = await (isFirst ? asOwner() : asMember());
        if (pair < 0) continue;
        under.push(isFirst ? first : second);
        without.push(isFirst ? second : first);
      }
      return { without, under };
    },
    async close() {
      await Promise.all([member, owner, watched].map((sql) => sql.end({ timeout: 1 })));
    },
  };
}
