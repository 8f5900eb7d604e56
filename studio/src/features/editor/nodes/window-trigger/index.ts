import { Hourglass } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const windowTrigger: NodeUi<'window-trigger'> = { icon: Hourglass, Form };
