import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { HttpRequestData } from './manifest.ts';
import { validate } from './validate.ts';

export const httpRequest: NodeType<'http-request', HttpRequestData> = { manifest, advance, validate };
