import { Clock } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const delay: NodeUi<'delay'> = { icon: Clock, Form };
