import { Variable } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const setVariable: NodeUi<'set-variable'> = { icon: Variable, Form };
