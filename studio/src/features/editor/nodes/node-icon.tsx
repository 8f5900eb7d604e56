import { createElement } from 'react';
import { iconOf } from './registry.ts';

/** The icon of a node type; a question mark for a type of a newer version. */
export function NodeIcon({ type, className = 'size-4' }: { type: string; className?: string }) {
  return createElement(iconOf(type), { 'aria-hidden': true, className });
}
