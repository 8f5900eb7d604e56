import { CircleCheckBig } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const resolvedTrigger: NodeUi<'resolved-trigger'> = { icon: CircleCheckBig, Form };
