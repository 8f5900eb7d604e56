import { ShieldCheck } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const setConsent: NodeUi<'set-consent'> = { icon: ShieldCheck, Form };
