import { PencilLine } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const setAttribute: NodeUi<'set-attribute'> = { icon: PencilLine, Form };
