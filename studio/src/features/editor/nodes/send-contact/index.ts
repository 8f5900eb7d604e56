import { ContactRound } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendContact: NodeUi<'send-contact'> = { icon: ContactRound, Form, Card };
