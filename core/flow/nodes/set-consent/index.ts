import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SetConsentData } from './manifest.ts';
import { validate } from './validate.ts';

export const setConsent: NodeType<'set-consent', SetConsentData> = { manifest, advance, validate };
