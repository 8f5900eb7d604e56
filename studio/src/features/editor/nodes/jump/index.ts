import { CornerUpLeft } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const jump: NodeUi<'jump'> = { icon: CornerUpLeft, Form, Card };
