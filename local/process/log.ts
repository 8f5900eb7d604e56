/** Takes one line of text without its line end. */
export type Log = (line: string) => void;

/**
 * Calls `onLine` for every whole line of a stream and for the rest at its end. A line longer than 64 kB is
 * passed on in pieces, so that a child that never ends its line can't fill our memory.
 */
export function readLines(stream: NodeJS.ReadableStream, onLine: Log): void {
  const MAX_CHARS = 65_536;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    while (rest.length > MAX_CHARS) {
      onLine(rest.slice(0, MAX_CHARS));
      rest = rest.slice(MAX_CHARS);
    }
  });
  stream.on('end', () => {
    if (rest) onLine(rest);
    rest = '';
  });
  // A stream of a killed child may end with an error (EPIPE, ECONNRESET); its exit is reported elsewhere.
  stream.on('error', () => {});
}

/**
 * Shows that a slow step is alive: writes `label ... N s` at once, every `everyMs` and at the end.
 * `detail` gives a word on what is being done at the moment.
 */
export async function withProgress<T>(
  log: Log,
  label: string,
  work: () => Promise<T>,
  options: { everyMs?: number; detail?: () => string | undefined } = {},
): Promise<T> {
  const { everyMs = 5_000, detail } = options;
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  log(`${label} ...`);
  const timer = setInterval(() => {
    const extra = detail?.();
    log(`${label} ... ${seconds()} s${extra ? ` (${extra})` : ''}`);
  }, everyMs);
  try {
    const result = await work();
    log(`${label}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
