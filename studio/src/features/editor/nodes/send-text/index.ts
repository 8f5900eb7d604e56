import { MessageSquareText } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendText: NodeUi<'send-text'> = { icon: MessageSquareText, Form, Card };
