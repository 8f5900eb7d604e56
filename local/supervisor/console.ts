import { styleText } from 'node:util';
import type { Log } from '../process/log.ts';

const COLOURS = [
  'cyan',
  'magenta',
  'yellow',
  'green',
  'blue',
  'cyanBright',
  'magentaBright',
  'yellowBright',
] as const;
const NAME_WIDTH = 9;

/**
 * A log for each part: its name in its own colour in front of every line, and JSON lines turned into text.
 * Colours are left out when the output is no terminal or NO_COLOR is set.
 */
export function partLogs(write: (line: string) => void = (line) => console.log(line)): (part: string) => Log {
  const colours = new Map<string, (typeof COLOURS)[number]>();
  return (part) => {
    const colour = colours.get(part) ?? COLOURS[colours.size % COLOURS.length] ?? 'cyan';
    colours.set(part, colour);
    const prefix = styleText(colour, `${part.padEnd(NAME_WIDTH)} |`);
    return (line) => {
      if (line.trim()) write(`${prefix} ${readable(line)}`);
    };
  };
}

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
/** Fields that say who and when; the prefix and the reader's clock say that already. */
const HIDDEN = new Set(['level', 'time', 'msg', 'message', 'pid', 'hostname', 'name', 'v']);

/** A pino line as `12:34:56 warn  message key=value`; any other line as it is. */
export function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const message = entry.msg ?? entry.message;
  if (typeof message !== 'string' && entry.level === undefined) return line;
  const level = typeof entry.level === 'number' ? LEVELS[entry.level] : entry.level;
  const rest = Object.entries(entry).filter(([key]) => !HIDDEN.has(key));
  const fields = rest.map(([key, value]) => styleText('dim', `${key}=`) + fieldText(value));
  return [
    clock(entry.time),
    coloured(typeof level === 'string' ? level : ''),
    typeof message === 'string' ? message : '',
    ...fields,
  ]
    .filter(Boolean)
    .join(' ');
}

function fieldText(value: unknown): string {
  if (typeof value === 'string') return value;
  // An error's stack is readable only with its line ends.
  const { stack } = (value ?? {}) as { stack?: unknown };
  return typeof stack === 'string' ? stack : JSON.stringify(value);
}

function clock(time: unknown): string {
  const date = typeof time === 'number' || typeof time === 'string' ? new Date(time) : undefined;
  if (!date || Number.isNaN(date.getTime())) return '';
  return date.toTimeString().slice(0, 8);
}

function coloured(level: string): string {
  const text = level.toLowerCase();
  if (!text) return '';
  if (text === 'error' || text === 'fatal') return styleText('red', text);
  return text === 'warn' ? styleText('yellow', text) : styleText('dim', text);
}
