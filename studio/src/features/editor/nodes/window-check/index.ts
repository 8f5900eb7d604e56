import { Timer } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const windowCheck: NodeUi<'window-check'> = { icon: Timer, Form };
