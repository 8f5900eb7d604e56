import { MessageSquare } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const messageTrigger: NodeUi<'message-trigger'> = { icon: MessageSquare, Form };
