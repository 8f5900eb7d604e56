import { Workflow } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const subflow: NodeUi<'subflow'> = { icon: Workflow, Form, Card };
