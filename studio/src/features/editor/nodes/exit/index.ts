import { CircleStop } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const exit: NodeUi<'exit'> = { icon: CircleStop, Form };
