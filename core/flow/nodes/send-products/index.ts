import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendProductsData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendProducts: NodeType<'send-products', SendProductsData> = { manifest, advance, validate };
