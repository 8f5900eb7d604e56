import { Sparkles } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const ai: NodeUi<'ai'> = { icon: Sparkles, Form, Card };
