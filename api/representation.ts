/** Which GET shows what a PATCH, PUT or DELETE changes. Its answer's ETag is the one that `If-Match` is held against. */
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';

const byPath = new Map<string, OperationName>();
for (const [name, { method, path }] of Object.entries<Operation>(operations)) {
  if (method === 'get') byPath.set(path, name as OperationName);
}

/** @returns null when nothing shows it by itself, a secret for example */
export function representationOf({ method, path, changes }: Operation): OperationName | null {
  if (method === 'get' || method === 'post') return null;
  return (changes as OperationName | undefined) ?? byPath.get(path) ?? null;
}
