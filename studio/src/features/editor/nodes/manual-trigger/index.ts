import { UserPlus } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const manualTrigger: NodeUi<'manual-trigger'> = { icon: UserPlus, Form };
