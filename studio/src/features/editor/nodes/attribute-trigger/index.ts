import { UserPen } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const attributeTrigger: NodeUi<'attribute-trigger'> = { icon: UserPen, Form };
