/**
 * Segments, files and called flows stand in a document by id, and ids belong to the organisation that made them. Where a flow is brought
 * to, an id that exists there stays; else the thing of the same name is meant, of a flow its newest published version. Several files may
 * have one name: none of them is meant then.
 */
import type { NameMapping } from './map-names.ts';
import type { FlowDependencies } from './transfer.ts';

/** What an organisation has of the things that documents name by id. */
export interface KnownThings {
  segments: { id: string; name: string }[];
  /** Those that are kept. */
  files: { id: string; name: string }[];
  flows: { id: string; name: string; publishedVersion: number | null }[];
  /** Archived ones too: they have no name to be found by, but what calls them goes on doing so. */
  flowIds: ReadonlySet<string>;
}

export interface Counterparts {
  mapping: NameMapping;
  /** A sentence for each thing that is not there. */
  missing: string[];
}

export function counterpartsOf(dependencies: FlowDependencies, server: KnownThings): Counterparts {
  const segment: Record<string, string> = {};
  const file: Record<string, string> = {};
  const flow: Record<string, string> = {};
  const missing: string[] = [];
  for (const { id, name } of dependencies.segments) {
    if (server.segments.some((one) => one.id === id)) continue;
    const same = server.segments.find((one) => one.name === name);
    if (same) segment[id] = same.id;
    else missing.push(missingSentence('segment', name, id));
  }
  for (const { id, name } of dependencies.files ?? []) {
    if (server.files.some((one) => one.id === id)) continue;
    const [same, other] = server.files.filter((one) => one.name === name);
    if (same && other) missing.push(`several files there are called "${name}"`);
    else if (same) file[id] = same.id;
    else missing.push(missingSentence('file', name, id));
  }
  for (const { flowId, version, name } of dependencies.flows) {
    if (server.flowIds.has(flowId)) continue;
    const same = server.flows.filter((one) => one.name === name);
    const live = same.find(({ publishedVersion }) => publishedVersion !== null);
    if (live) flow[`${flowId}/${version}`] = `${live.id}/${live.publishedVersion}`;
    else if (same.length === 0) missing.push(missingSentence('flow', name, flowId));
    else missing.push(`the flow "${name}" has no published version there: push it with --publish`);
  }
  return { mapping: { segment, file, flow }, missing };
}

function missingSentence(kind: 'segment' | 'file' | 'flow', name: string | null, id: string): string {
  return name === null
    ? `the file doesn’t say what the ${kind} ${id} is called: pull it anew from where it comes from`
    : `there is no ${kind} "${name}"`;
}
