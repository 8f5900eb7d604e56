import { CheckCheck } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const resolve: NodeUi<'resolve'> = { icon: CheckCheck, Form };
