import { Globe } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const httpRequest: NodeUi<'http-request'> = { icon: Globe, Form, Card };
