import { Sparkles } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const firstMessageTrigger: NodeUi<'first-message-trigger'> = { icon: Sparkles, Form };
