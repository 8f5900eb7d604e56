import { KeyRound } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const keywordTrigger: NodeUi<'keyword-trigger'> = { icon: KeyRound, Form, Card };
