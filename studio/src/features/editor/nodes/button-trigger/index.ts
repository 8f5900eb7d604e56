import { MousePointerClick } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const buttonTrigger: NodeUi<'button-trigger'> = { icon: MousePointerClick, Form, Card };
