import { Hourglass } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const waitForReply: NodeUi<'wait-for-reply'> = { icon: Hourglass, Form };
