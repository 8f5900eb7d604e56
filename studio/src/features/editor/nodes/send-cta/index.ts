import { ExternalLink } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendCta: NodeUi<'send-cta'> = { icon: ExternalLink, Form, Card };
