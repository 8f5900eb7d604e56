import type { Flow } from '../../core/api/schemas.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import type { Arguments } from './arguments.ts';
import { ApiRefusal } from './client.ts';
import type { Client } from './client.ts';
import { EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { flowFiles, readFlow, sorted } from './files.ts';
import { seenRevisions } from './state.ts';
import type { SeenRevisions } from './state.ts';

interface Push {
  client: Client;
  options: Arguments;
  seen: SeenRevisions;
  print: (line: string) => void;
}

/** Saves files as drafts, and publishes them when asked. All files are read before the first is saved. */
export async function push(
  client: Client,
  options: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  const paths = await flowFiles(options.dir, options.names);
  const files = await Promise.all(paths.map(readFlow));
  const job: Push = { client, options, print, seen: await seenRevisions(options.dir, client.url) };
  const flows = await client.listFlows();
  let exitCode: ExitCode = EXIT.ok;
  for (const {
    flow: { name, doc },
  } of files) {
    const known = flows.find((one) => one.name === name);
    const saved = await save(job, name, doc, known?.id ?? null);
    if (saved === null || !(await publish(job, saved))) exitCode = EXIT.failed;
  }
  return exitCode;
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

/** @returns whether all is well */
async function publish({ client, options, print }: Push, flow: Flow): Promise<boolean> {
  if (!options.publish) return true;
  if (flow.publishedVersion !== null && !flow.hasUnpublishedChanges) {
    print(`           version ${flow.publishedVersion} is live already`);
    return true;
  }
  try {
    const body = { draftRev: flow.draftRev, note: options.note };
    const version = await client.call('publishFlow', { params: { flow: flow.id }, body });
    print(`published  ${flow.name} as version ${version.number}`);
    return true;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'flow_has_errors') throw error;
    print(`refused    ${flow.name} has errors and was not published:`);
    for (const line of problemLines(error.problem['problems'])) print(line);
    return false;
  }
}

function problemLines(problems: unknown): string[] {
  if (!Array.isArray(problems)) return [];
  return problems.map(
    (problem: { code?: string; nodeId?: string | null; message?: string }) =>
      `  error    ${problem.nodeId ?? 'flow'}: ${problem.message} (${problem.code})`,
  );
}
