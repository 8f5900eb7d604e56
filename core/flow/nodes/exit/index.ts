import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ExitData } from './manifest.ts';
import { validate } from './validate.ts';

export const exit: NodeType<'exit', ExitData> = { manifest, advance, validate };
