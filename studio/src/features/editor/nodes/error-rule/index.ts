import { ShieldAlert } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const errorRule: NodeUi<'error-rule'> = { icon: ShieldAlert, Form };
