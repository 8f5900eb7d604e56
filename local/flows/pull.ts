import { importFlow } from '../../core/flow/transfer.ts';
import type { FlowFile } from '../../core/flow/transfer.ts';
import type { Arguments } from './arguments.ts';
import { ApiRefusal } from './client.ts';
import type { Client } from './client.ts';
import { CliError, EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { pathOf, slugOf, writeFlow } from './files.ts';
import { seenRevisions } from './state.ts';

/** Writes drafts to files. Files of flows that the server doesn't have stay as they are. */
export async function pull(
  client: Client,
  { dir, names }: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  const all = await client.listFlows();
  const wanted =
    names.length === 0
      ? all
      : names.map((name) => {
          const found = all.find((flow) => flow.id === name || slugOf(flow.name) === slugOf(name));
          if (found) return found;
          throw new CliError('no_flow', EXIT.usage, `The server has no flow "${name}".`);
        });
  refuseDoubles(wanted.map(({ name }) => name));
  const seen = await seenRevisions(dir, client.url);
  let exitCode: ExitCode = EXIT.ok;
  for (const { id, name } of wanted) {
    // The revision first: of a change in between, the next push then says that it is a conflict.
    const { draftRev } = await client.call('getFlow', { params: { flow: id } });
    const file = await exported(client, id);
    if ('problem' in file) {
      print(`failed     ${name}: ${file.problem}`);
      exitCode = EXIT.failed;
      continue;
    }
    const path = pathOf(dir, name);
    const isChanged = await writeFlow(path, file);
    await seen.set(id, draftRev);
    print(`${isChanged ? 'written  ' : 'unchanged'}  ${path}`);
  }
  return exitCode;
}

/** As the server writes it, because only the server knows the name of everything that the draft names. */
async function exported(client: Client, flow: string): Promise<FlowFile | { problem: string }> {
  const file = await client.call('exportFlow', { params: { flow } }).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.status === 422) return { problem: error.message };
    throw error;
  });
  if ('problem' in file) return { problem: String(file['problem']) };
  const read = importFlow(file);
  if (read.ok) return file as unknown as FlowFile;
  return { problem: read.problems[0]?.message ?? 'its draft can’t be read' };
}

function refuseDoubles(names: readonly string[]): void {
  const slugs = names.map(slugOf);
  const double = names.find((_, index) => slugs.indexOf(slugs[index] ?? '') !== index);
  if (double === undefined) return;
  throw new CliError(
    'same_name',
    EXIT.usage,
    `Two flows would become the file of "${double}": rename one of them first.`,
  );
}
