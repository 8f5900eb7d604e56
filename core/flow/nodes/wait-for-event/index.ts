import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { WaitForEventData } from './manifest.ts';
import { validate } from './validate.ts';

export const waitForEvent: NodeType<'wait-for-event', WaitForEventData> = { manifest, advance, validate };
