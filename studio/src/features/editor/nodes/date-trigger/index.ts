import { Cake } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const dateTrigger: NodeUi<'date-trigger'> = { icon: Cake, Form };
