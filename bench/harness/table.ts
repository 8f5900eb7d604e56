/** The one table that the bench prints. */
import { median } from './statistics.ts';

export interface Row {
  what: string;
  /** What it is compared with, measured in the same run. */
  floor: string | null;
  measured: string;
  ratio: string | null;
  target: string | null;
  /** Null: the row has no target. */
  isOk: boolean | null;
}

const HEADINGS = ['what', 'floor', 'measured', 'ratio', 'target', ''] as const;

export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.floor ?? '-',
    row.measured,
    row.ratio ?? '-',
    row.target ?? '-',
    row.isOk === null ? '' : row.isOk ? 'ok' : 'MISS',
  ]);
  const widths = HEADINGS.map((heading, i) =>
    Math.max(heading.length, ...cells.map((line) => line[i]!.length)),
  );
  const render = (line: readonly string[]) =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [render(HEADINGS), rule, ...cells.map(render)].join('\n');
}

export interface RatioRow {
  what: string;
  unit: string;
  /** One rate per run; run i of the floor was made right before run i of the product. */
  floor: readonly number[];
  measured: readonly number[];
  /** Smallest ratio that is good enough. */
  atLeast: number;
}

/**
 * A rate beside its floor; the ratio decides. Shown are the medians of the rates and the median of the runs' own ratios, because
 * a machine that is slow for a while is slow for both halves of a pair.
 */
export function ratioRow({ what, unit, floor, measured, atLeast }: RatioRow): Row {
  const ratio = median(measured.map((rate, i) => rate / floor[i]!));
  return {
    what,
    floor: `${number(median(floor))} ${unit}`,
    measured: `${number(median(measured))} ${unit}`,
    ratio: ratio.toFixed(2),
    target: `>= ${atLeast}`,
    isOk: ratio >= atLeast,
  };
}

/** A figure that must not be larger than `atMost`. */
export function limitRow(what: string, measured: number, unit: string, atMost: number): Row {
  return {
    what,
    floor: null,
    measured: `${number(measured)} ${unit}`.trimEnd(),
    ratio: null,
    target: `<= ${atMost} ${unit}`.trimEnd(),
    isOk: measured <= atMost,
  };
}

export interface ListRow {
  what: string;
  /** Of the whole request, in ms. */
  p95: number;
  /** ms of its statements without and under row level security, pair by pair. */
  without: readonly number[];
  under: readonly number[];
  p95AtMost: number;
  ratioAtMost: number;
}

/** A list: the request's p95 decides, and the ratio of its statements' time under row level security to the time without. */
export function listRow({ what, p95, without, under, p95AtMost, ratioAtMost }: ListRow): Row {
  const ratio = median(under.map((ms, i) => ms / without[i]!));
  return {
    what,
    floor: `${number(median(without))} ms in SQL`,
    measured: `p95 ${number(p95)} ms`,
    ratio: ratio.toFixed(2),
    target: `<= ${p95AtMost} ms, ${ratioAtMost}`,
    isOk: p95 <= p95AtMost && ratio <= ratioAtMost,
  };
}

/** A figure for the reader, without a target. */
export function infoRow(what: string, measured: string): Row {
  return { what, floor: null, measured, ratio: null, target: null, isOk: null };
}

/** Three significant digits are what such runs are worth; large numbers stay whole. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  return Number.isInteger(value) || value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(2);
}
