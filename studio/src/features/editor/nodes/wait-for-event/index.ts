import { BellRing } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const waitForEvent: NodeUi<'wait-for-event'> = { icon: BellRing, Form };
