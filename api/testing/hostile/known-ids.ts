/** What can stand in paths, learned from the API's own lists, so that a new operation is covered by being in the contract. */
import { operations, type Operation, type OperationName } from '../../../core/api/operations.ts';
import type { TestApi } from '../test-api.ts';

/** Values by the name of the path's placeholder. */
export type KnownIds = Record<string, string[]>;

/** Parents whose lists are asked. */
const PARENTS = 4;

/** @param token of somebody who may read everything of the organisation */
export async function learnIds(api: TestApi, org: string, token: string): Promise<KnownIds> {
  const known: KnownIds = { org: [org] };
  const lists = new Map<string, OperationName>();
  const children = new Map<string, string>();
  for (const [name, { method, path }] of Object.entries<Operation>(operations)) {
    if (method === 'get') lists.set(path, name as OperationName);
    for (const [, before, param] of path.matchAll(/^(.*)\/\{(\w+)\}(?=\/|$)/g)) children.set(before!, param!);
    // Every placeholder of the path, the inner ones too.
    for (let cut = path; cut.includes('/{'); cut = cut.slice(0, cut.lastIndexOf('/{'))) {
      children.set(cut.slice(0, cut.lastIndexOf('/{')), /\/\{(\w+)\}[^{]*$/.exec(cut)![1]!);
    }
  }
  const shortestFirst = [...children].sort(([a], [b]) => a.length - b.length);
  for (const [path, param] of shortestFirst) {
    const list = lists.get(path);
    if (list === undefined) continue;
    for (const params of combinations(path, known)) {
      const response = await api.send(list, { token, params });
      if (response.status !== 200) continue;
      const { items } = (await response.json()) as { items?: Record<string, unknown>[] };
      const values = (items ?? [])
        .map((item) => item[param] ?? item.id)
        .filter((value) => value !== undefined);
      known[param] = [...new Set([...(known[param] ?? []), ...values.map(String)])];
    }
  }
  return known;
}

function combinations(path: string, known: KnownIds): Record<string, string>[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return names.reduce<Record<string, string>[]>(
    (all, name) =>
      all.flatMap((params) =>
        (known[name] ?? []).slice(0, PARENTS).map((value) => ({ ...params, [name]: value })),
      ),
    [{}],
  );
}
