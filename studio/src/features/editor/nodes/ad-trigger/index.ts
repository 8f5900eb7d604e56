import { Megaphone } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const adTrigger: NodeUi<'ad-trigger'> = { icon: Megaphone, Form };
