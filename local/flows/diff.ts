import { diffFlows } from '../../core/flow/diff.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { Arguments } from './arguments.ts';
import type { Client } from './client.ts';
import { CliError, EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { docOn, thingsOf } from './counterparts.ts';
import { flowFiles, readFlow } from './files.ts';

/** Says what pushing (or publishing) the files would change; layout doesn't count. */
export async function diff(
  client: Client,
  options: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  let isDifferent = false;
  const files = await Promise.all((await flowFiles(options.dir, options.names)).map(readFlow));
  const server = await thingsOf(client, files);
  for (const file of files) {
    const { name } = file.flow;
    const doc = docOn(server, file);
    const id = server.flows.find((one) => one.name === name)?.id ?? null;
    const before = id === null ? null : await serversDoc(client, id, options.published);
    const lines = before === null ? ['new on the server'] : diffFlows(before, doc).map(({ words }) => words);
    if (lines.length > 0) isDifferent = true;
    print(lines.length === 0 ? `${name}: no difference` : `${name}:`);
    for (const line of lines) print(`  ${line}`);
  }
  return isDifferent && options.exitCode ? EXIT.failed : EXIT.ok;
}

/** Null when nothing is published yet. */
async function serversDoc(client: Client, id: string, isPublished: boolean): Promise<FlowDoc | null> {
  const flow = await client.call('getFlow', { params: { flow: id } });
  if (!isPublished) return readable(flow.draft);
  if (flow.publishedVersion === null) return null;
  const params = { flow: id, number: String(flow.publishedVersion) };
  return readable((await client.call('getFlowVersion', { params })).doc);
}

function readable(json: unknown): FlowDoc {
  const parsed = parseFlow(json);
  if (parsed.ok) return parsed.doc;
  throw new CliError(
    'unreadable_flow',
    EXIT.server,
    `The server’s flow can't be read: ${parsed.problems[0]?.message ?? ''}`,
  );
}
