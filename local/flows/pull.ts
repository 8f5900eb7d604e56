import { parseFlow } from '../../core/flow/parse.ts';
import { exportFlow } from '../../core/flow/transfer.ts';
import type { Arguments } from './arguments.ts';
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
  const flowNames = Object.fromEntries(all.map(({ id, name }) => [id, name]));
  let exitCode: ExitCode = EXIT.ok;
  for (const { id, name } of wanted) {
    const { draft, draftRev } = await client.call('getFlow', { params: { flow: id } });
    const parsed = parseFlow(draft);
    if (!parsed.ok) {
      print(`failed     ${name}: ${parsed.problems[0]?.message ?? 'its draft can’t be read'}`);
      exitCode = EXIT.failed;
      continue;
    }
    const path = pathOf(dir, name);
    const isChanged = await writeFlow(path, exportFlow(name, parsed.doc, { flows: flowNames }));
    await seen.set(id, draftRev);
    print(`${isChanged ? 'written  ' : 'unchanged'}  ${path}`);
  }
  return exitCode;
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
