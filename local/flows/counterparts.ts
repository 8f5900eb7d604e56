/**
 * Segments and called flows stand in a document by id, and ids belong to the organisation that made them. On the server that a file is
 * brought to, an id that exists there stays; else the thing of the same name is meant, of a flow its newest published version.
 */
import type { FlowDoc } from '../../core/flow/document.ts';
import { mapNames, type NameMapping } from '../../core/flow/map-names.ts';
import type { FlowDependencies } from '../../core/flow/transfer.ts';
import { ApiRefusal, type Client } from './client.ts';
import type { ReadFlow } from './files.ts';

export interface ServerThings {
  segments: { id: string; name: string }[];
  flows: { id: string; name: string; publishedVersion: number | null }[];
  /** Archived ones too: they have no name to be found by, but what calls them goes on doing so. */
  flowIds: ReadonlySet<string>;
}

export interface Counterparts {
  mapping: NameMapping;
  /** A sentence for each thing that the server lacks. */
  missing: string[];
}

/** What the server has of the things that these files name. */
export async function thingsOf(client: Client, files: readonly ReadFlow[]): Promise<ServerThings> {
  const named = files.map(({ flow }) => flow.dependencies);
  const flows = await client.listFlows();
  const listed = flows.map(({ id }) => id);
  const others = new Set(named.flatMap((one) => one.flows.map(({ flowId }) => flowId)));
  const unlisted = [...others].filter((id) => !listed.includes(id));
  const found = await Promise.all(unlisted.map(async (id) => ((await exists(client, id)) ? [id] : [])));
  return {
    segments: named.some(({ segments }) => segments.length > 0) ? await client.listSegments() : [],
    flows,
    flowIds: new Set([...listed, ...found.flat()]),
  };
}

async function exists(client: Client, flow: string): Promise<boolean> {
  try {
    await client.call('getFlow', { params: { flow } });
    return true;
  } catch (error) {
    // 422: what some other program wrote into the file is no id at all.
    if (error instanceof ApiRefusal && [404, 422].includes(error.status)) return false;
    throw error;
  }
}

export function counterpartsOf(dependencies: FlowDependencies, server: ServerThings): Counterparts {
  const segment: Record<string, string> = {};
  const flow: Record<string, string> = {};
  const missing: string[] = [];
  for (const { id, name } of dependencies.segments) {
    if (server.segments.some((one) => one.id === id)) continue;
    const same = server.segments.find((one) => one.name === name);
    if (same) segment[id] = same.id;
    else missing.push(missingSentence('segment', name, id));
  }
  for (const { flowId, version, name } of dependencies.flows) {
    if (server.flowIds.has(flowId)) continue;
    const same = server.flows.filter((one) => one.name === name);
    const live = same.find(({ publishedVersion }) => publishedVersion !== null);
    if (live) flow[`${flowId}/${version}`] = `${live.id}/${live.publishedVersion}`;
    else if (same.length === 0) missing.push(missingSentence('flow', name, flowId));
    else missing.push(`the flow "${name}" has no published version there: push it with --publish`);
  }
  return { mapping: { segment, flow }, missing };
}

function missingSentence(kind: 'segment' | 'flow', name: string | null, id: string): string {
  return name === null
    ? `the file doesn’t say what the ${kind} ${id} is called: pull it anew from where it comes from`
    : `there is no ${kind} "${name}"`;
}

/** The document as it is meant on that server; what it lacks keeps its id. */
export function docOn(server: ServerThings, { flow }: ReadFlow): FlowDoc {
  return mapNames(flow.doc, counterpartsOf(flow.dependencies, server).mapping);
}

/** Called flows before those that call them; else the order stays. */
export function inOrderOfCalls(files: readonly ReadFlow[]): ReadFlow[] {
  const ordered: ReadFlow[] = [];
  const seen = new Set<ReadFlow>();
  const visit = (file: ReadFlow) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { name } of file.flow.dependencies.flows)
      for (const called of files.filter(({ flow }) => flow.name === name)) visit(called);
    ordered.push(file);
  };
  for (const file of files) visit(file);
  return ordered;
}
