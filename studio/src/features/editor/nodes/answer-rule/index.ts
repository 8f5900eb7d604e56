import { MessageCircleQuestionMark } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const answerRule: NodeUi<'answer-rule'> = { icon: MessageCircleQuestionMark, Form };
