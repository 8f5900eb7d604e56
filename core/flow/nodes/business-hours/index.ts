import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { BusinessHoursData } from './manifest.ts';
import { validate } from './validate.ts';

export const businessHours: NodeType<'business-hours', BusinessHoursData> = { manifest, advance, validate };
