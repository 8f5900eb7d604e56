import { MessageCircleQuestionMark } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const ask: NodeUi<'ask'> = { icon: MessageCircleQuestionMark, Form, Card };
