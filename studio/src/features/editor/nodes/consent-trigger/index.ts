import { ShieldAlert } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const consentTrigger: NodeUi<'consent-trigger'> = { icon: ShieldAlert, Form };
