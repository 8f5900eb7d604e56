import { scriptJsonSchema } from '../../core/flow/scripts.ts';
import { flowFileJsonSchema } from '../../core/flow/transfer.ts';
import { readArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { connect } from './client.ts';
import { diff } from './diff.ts';
import { CliError, EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { HELP } from './help.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { test } from './test.ts';
import { validate } from './validate.ts';

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  print: (line: string) => void;
  printError: (line: string) => void;
}

/** Runs a command line and says how it ended; never throws. */
export async function runFlows(
  argv: readonly string[],
  { env, print, printError }: Surroundings,
): Promise<ExitCode> {
  try {
    const options = readArguments(argv, env);
    return await runCommand(options, env, print);
  } catch (error) {
    printError(error instanceof Error ? error.message : String(error));
    return error instanceof CliError ? error.exitCode : EXIT.server;
  }
}

async function runCommand(
  options: Arguments,
  env: Surroundings['env'],
  print: (line: string) => void,
): Promise<ExitCode> {
  const client = () => connect({ url: options.url, org: options.org, apiKey: env['PARLEY_API_KEY'] });
  switch (options.command) {
    case 'help':
      print(HELP);
      return EXIT.ok;
    case 'pull':
      return pull(await client(), options, print);
    case 'push':
      return push(await client(), options, print);
    case 'validate':
      return validate(options.offline ? null : await client(), options, print);
    case 'test':
      return test(options, print);
    case 'diff':
      return diff(await client(), options, print);
    case 'schema':
      print(JSON.stringify(options.names[0] === 'test' ? scriptJsonSchema() : flowFileJsonSchema(), null, 2));
      return EXIT.ok;
  }
}
