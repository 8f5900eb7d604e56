import { ShoppingBag } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendProducts: NodeUi<'send-products'> = { icon: ShoppingBag, Form, Card };
