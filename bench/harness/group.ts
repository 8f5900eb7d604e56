import type { BenchStack } from './stack.ts';
import type { Row } from './table.ts';

export interface GroupContext {
  stack: BenchStack;
  isFull: boolean;
  log: (line: string) => void;
}

/** Measures one group of rows on a running stack and leaves the stack idle. */
export type Group = (context: GroupContext) => Promise<Row[]>;

/** Rates are medians of this many runs; floor and product take turns, so that a busy moment of the machine hits both. */
export const RUNS = 5;
