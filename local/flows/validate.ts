import { validateFlow } from '../../core/flow/validate.ts';
import type { Problem, ValidationContext } from '../../core/flow/validate.ts';
import { nodeTitle } from '../../core/flow/summary.ts';
import type { Arguments } from './arguments.ts';
import type { Client } from './client.ts';
import { EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { docOn, thingsOf } from './counterparts.ts';
import { flowFiles, readFlow } from './files.ts';
import type { ReadFlow } from './files.ts';

/** @param client null: judged without what the organisation has */
export async function validate(
  client: Client | null,
  options: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  const files = await Promise.all((await flowFiles(options.dir, options.names)).map(readFlow));
  const server = client === null ? null : await thingsOf(client, files);
  let exitCode: ExitCode = EXIT.ok;
  for (const file of files) {
    const id = server?.flows.find(({ name }) => name === file.flow.name)?.id ?? null;
    const context = client === null || id === null ? {} : await surroundings(client, id);
    const problems = validateFlow(server === null ? file.flow.doc : docOn(server, file), context);
    const isBad = problems.some(({ severity }) => options.strict || severity === 'error');
    if (isBad) exitCode = EXIT.failed;
    const note = client !== null && id === null ? ' (not on the server yet: names are not checked)' : '';
    print(`${isBad ? 'FAIL' : 'ok  '}  ${file.path}${note}`);
    for (const problem of problems) print(lineFor(problem, file));
  }
  return exitCode;
}

async function surroundings(client: Client, flow: string): Promise<ValidationContext> {
  return await client.call('getFlowSurroundings', { params: { flow } });
}

function lineFor({ severity, code, nodeId, field, message }: Problem, { flow }: ReadFlow): string {
  const node = nodeId === null ? undefined : flow.doc.nodes[nodeId];
  const place = [node ? `"${nodeTitle(node)}"` : 'flow', nodeId, field]
    .filter((part) => part !== null)
    .join(' ');
  return `        ${severity.padEnd(7)}  ${place}: ${message} (${code})`;
}
