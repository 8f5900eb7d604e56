import { LogIn } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const subflowTrigger: NodeUi<'subflow-trigger'> = { icon: LogIn, Form };
