import { Undo2 } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const goBack: NodeUi<'return'> = { icon: Undo2, Form };
