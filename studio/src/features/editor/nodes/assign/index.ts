import { Headset } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const assign: NodeUi<'assign'> = { icon: Headset, Form };
