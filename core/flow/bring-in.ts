/** A flow from a file as it is meant where it is brought to: what it names by id is found there by its name. */
import { counterpartsOf, type KnownThings } from './counterparts.ts';
import { mapNames, type NameMapping } from './map-names.ts';
import { importFlow, splitFlow, type ImportedFlow, type ImportNeed } from './transfer.ts';
import type { ValidationContext } from './validate.ts';

export interface BroughtNeed extends ImportNeed {
  /** What stands for it here, where that is another one than the file's; null otherwise. */
  counterpart: string | null;
}

type Read = Extract<ImportedFlow, { ok: true }>;
type Refused = Extract<ImportedFlow, { ok: false }>;
export type BroughtFlow = (Omit<Read, 'needs'> & { needs: BroughtNeed[] }) | Refused;

/** Total: whatever comes in, an answer goes out. What isn't found keeps its id and is named among the needs. */
export function bringIn(json: unknown, context: ValidationContext, here: KnownThings): BroughtFlow {
  const read = importFlow(json, context);
  if (!read.ok) return read;
  const { mapping } = counterpartsOf(read.dependencies, here);
  const needs = read.needs
    .map((need) => settled(need, mapping, here))
    .sort((a, b) => Number(b.isMissing) - Number(a.isMissing));
  return { ...read, doc: mapNames(read.doc, mapping), needs };
}

function settled(need: ImportNeed, mapping: NameMapping, here: KnownThings): BroughtNeed {
  const names = mapping[need.kind];
  const next = names && Object.hasOwn(names, need.key) ? names[need.key] : undefined;
  if (next === undefined) return { ...need, counterpart: null };
  return { ...need, isMissing: false, advice: null, suggestion: null, counterpart: nameOf(need, next, here) };
}

function nameOf({ kind }: ImportNeed, key: string, { segments, files, flows }: KnownThings): string {
  if (kind === 'file') return files.find(({ id }) => id === key)?.name ?? key;
  if (kind !== 'flow') return segments.find(({ id }) => id === key)?.name ?? key;
  const { flowId, version } = splitFlow(key);
  const name = flows.find(({ id }) => id === flowId)?.name;
  return name === undefined ? key : `${name}, version ${version}`;
}
