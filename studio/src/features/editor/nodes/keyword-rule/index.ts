import { Signpost } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const keywordRule: NodeUi<'keyword-rule'> = { icon: Signpost, Form, Card };
