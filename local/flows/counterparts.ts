/** What files name by id, looked for on the server that they are brought to, and the order to bring them in. */
import { counterpartsOf, type KnownThings } from '../../core/flow/counterparts.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { mapNames } from '../../core/flow/map-names.ts';
import { ApiRefusal, type Client } from './client.ts';
import type { ReadFlow } from './files.ts';

/** What the server has of the things that these files name. */
export async function thingsOf(client: Client, files: readonly ReadFlow[]): Promise<KnownThings> {
  const named = files.map(({ flow }) => flow.dependencies);
  const flows = await client.listFlows();
  const listed = flows.map(({ id }) => id);
  const others = new Set(named.flatMap((one) => one.flows.map(({ flowId }) => flowId)));
  const unlisted = [...others].filter((id) => !listed.includes(id));
  const found = await Promise.all(unlisted.map(async (id) => ((await exists(client, id)) ? [id] : [])));
  return {
    segments: named.some(({ segments }) => segments.length > 0) ? await client.listSegments() : [],
    files: named.some(({ files }) => files !== undefined) ? await client.listFiles() : [],
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

/** The document as it is meant on that server; what it lacks keeps its id. */
export function docOn(server: KnownThings, { flow }: ReadFlow): FlowDoc {
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
