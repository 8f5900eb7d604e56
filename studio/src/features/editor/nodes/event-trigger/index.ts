import { Webhook } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const eventTrigger: NodeUi<'event-trigger'> = { icon: Webhook, Form, Card };
