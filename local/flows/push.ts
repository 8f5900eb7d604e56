import type { Flow } from '../../core/api/schemas.ts';
import { counterpartsOf, type KnownThings } from '../../core/flow/counterparts.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { mapNames } from '../../core/flow/map-names.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import type { Arguments } from './arguments.ts';
import { ApiRefusal } from './client.ts';
import type { Client } from './client.ts';
import { inOrderOfCalls, thingsOf } from './counterparts.ts';
import { CliError, EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { flowFiles, readFlow, sorted } from './files.ts';
import type { ReadFlow } from './files.ts';
import { seenRevisions } from './state.ts';
import type { SeenRevisions } from './state.ts';

interface Push {
  client: Client;
  options: Arguments;
  seen: SeenRevisions;
  print: (line: string) => void;
}

/**
 * Saves files as drafts, and publishes them when asked: called flows before those that call them. All files are read, and what they name
 * is looked for on the server, before the first is saved.
 */
export async function push(
  client: Client,
  options: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  const paths = await flowFiles(options.dir, options.names);
  const files = inOrderOfCalls(await Promise.all(paths.map(readFlow)));
  const job: Push = { client, options, print, seen: await seenRevisions(options.dir, client.url) };
  const server = await thingsOf(client, files);
  refuseMissing(files, server, options.publish);
  let exitCode: ExitCode = EXIT.ok;
  for (const { flow } of files) {
    const { name } = flow;
    const { mapping, missing } = counterpartsOf(flow.dependencies, server);
    if (missing.length > 0) {
      print(`skipped    ${name}: ${missing.join('; ')}`);
      exitCode = EXIT.failed;
      continue;
    }
    const known = server.flows.find((one) => one.name === name);
    const saved = await save(job, name, mapNames(flow.doc, mapping), known?.id ?? null);
    const version = saved === null ? null : await publish(job, saved);
    if (saved === null || (options.publish && version === null)) exitCode = EXIT.failed;
    if (saved === null) continue;
    const { id } = saved;
    const others = server.flows.filter((one) => one.id !== id);
    server.flows = [...others, { id, name, publishedVersion: version ?? saved.publishedVersion }];
  }
  return exitCode;
}

/** A flow that this push publishes will be there when it is needed. */
function refuseMissing(files: readonly ReadFlow[], server: KnownThings, publishes: boolean): void {
  const pushed = files.map(({ flow }) => ({
    id: flow.name,
    name: flow.name,
    publishedVersion: publishes ? 1 : null,
  }));
  const then = { ...server, flows: [...server.flows, ...pushed] };
  const lines = files.flatMap(({ flow }) => {
    const { missing } = counterpartsOf(flow.dependencies, then);
    return missing.map((sentence) => `  ${flow.name}: ${sentence}`);
  });
  if (lines.length === 0) return;
  const title = 'The server lacks what these files name, so nothing was saved:';
  throw new CliError('missing_dependencies', EXIT.failed, [title, ...lines].join('\n'));
}

/** @returns null when somebody else changed the draft */
async function save(
  { client, options, seen, print }: Push,
  name: string,
  doc: FlowDoc,
  id: string | null,
): Promise<Flow | null> {
  const draft = doc as unknown as Record<string, unknown>;
  if (id === null) {
    const made = await client.call('createFlow', { body: { name, draft } });
    await seen.set(made.id, made.draftRev);
    print(`created    ${name}`);
    return made;
  }
  const before = await client.call('getFlow', { params: { flow: id } });
  const known = parseFlow(before.draft);
  if (known.ok && JSON.stringify(sorted(known.doc)) === JSON.stringify(sorted(doc))) {
    await seen.set(id, before.draftRev);
    print(`unchanged  ${name}`);
    return before;
  }
  const expected = options.force ? before.draftRev : (seen.get(id) ?? before.draftRev);
  try {
    const saved = await client.call('saveFlowDraft', {
      params: { flow: id },
      body: { draftRev: expected, draft },
    });
    await seen.set(id, saved.draftRev);
    print(`saved      ${name}`);
    return saved;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'stale_draft') throw error;
    print(
      `conflict   ${name}: the draft was changed on the server since your last pull. Pull and merge, or push --force.`,
    );
    return null;
  }
}

/** @returns the version that is live then; null when none was to be, or when it was refused */
async function publish({ client, options, print }: Push, flow: Flow): Promise<number | null> {
  if (!options.publish) return null;
  if (flow.publishedVersion !== null && !flow.hasUnpublishedChanges) {
    print(`           version ${flow.publishedVersion} is live already`);
    return flow.publishedVersion;
  }
  try {
    const body = { draftRev: flow.draftRev, note: options.note };
    const version = await client.call('publishFlow', { params: { flow: flow.id }, body });
    print(`published  ${flow.name} as version ${version.number}`);
    return version.number;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'flow_has_errors') throw error;
    print(`refused    ${flow.name} has errors and was not published:`);
    for (const line of problemLines(error.problem['problems'])) print(line);
    return null;
  }
}

function problemLines(problems: unknown): string[] {
  if (!Array.isArray(problems)) return [];
  return problems.map(
    (problem: { code?: string; nodeId?: string | null; message?: string }) =>
      `  error    ${problem.nodeId ?? 'flow'}: ${problem.message} (${problem.code})`,
  );
}
