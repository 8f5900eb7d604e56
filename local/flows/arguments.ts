import { parseArgs } from 'node:util';
import { CliError, EXIT } from './errors.ts';

export const COMMANDS = ['pull', 'push', 'validate', 'test', 'diff', 'schema'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Arguments {
  command: Command | 'help';
  /** Names of flows or paths of files; none means all. */
  names: string[];
  url: string;
  org: string | null;
  dir: string;
  publish: boolean;
  note: string | null;
  force: boolean;
  offline: boolean;
  strict: boolean;
  published: boolean;
  exitCode: boolean;
  verbose: boolean;
}

const DEFAULT_URL = 'http://127.0.0.1:4000';

/** @throws CliError usage */
export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Arguments {
  const { values, positionals } = parse(argv);
  const [command, ...names] = positionals;
  const isHelp = values.help === true || command === undefined || command === 'help';
  if (!isHelp && !isCommand(command)) {
    throw usage(`There is no command "${command}". Try one of ${COMMANDS.join(', ')}, or --help.`);
  }
  if (values.note !== undefined && values.publish !== true) throw usage('--note goes with --publish.');
  return {
    command: isHelp ? 'help' : (command as Command),
    names,
    url: urlFrom(values.url ?? env['PARLEY_URL'] ?? DEFAULT_URL),
    org: values.org ?? null,
    dir: values.dir ?? 'flows',
    publish: values.publish === true,
    note: values.note ?? null,
    force: values.force === true,
    offline: values.offline === true,
    strict: values.strict === true,
    published: values.published === true,
    exitCode: values['exit-code'] === true,
    verbose: values.verbose === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        org: { type: 'string' },
        dir: { type: 'string' },
        publish: { type: 'boolean' },
        note: { type: 'string' },
        force: { type: 'boolean' },
        offline: { type: 'boolean' },
        strict: { type: 'boolean' },
        published: { type: 'boolean' },
        'exit-code': { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function isCommand(word: string): word is Command {
  return (COMMANDS as readonly string[]).includes(word);
}

function urlFrom(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw usage(`"${text}" is no address of a server: write it like https://parley.example.com.`);
  }
  return url.href.replace(/\/+$/u, '');
}

function usage(message: string): CliError {
  return new CliError('usage', EXIT.usage, message);
}
