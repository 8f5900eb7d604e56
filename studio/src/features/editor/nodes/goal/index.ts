import { Trophy } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const goal: NodeUi<'goal'> = { icon: Trophy, Form };
